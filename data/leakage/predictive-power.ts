import { placements } from '#domain/evaluation/area-under-curve.ts';
import { gather } from '#domain/evaluation/model-scores.ts';
import { rankOrder } from '#domain/evaluation/rank-order.ts';

/** How well values rank a label of 0 and 1, in either direction: 0.5 to 1. Undefined when there is one class only. */
export function rankingPower(values: Float64Array, labels: Float64Array): number | undefined {
  const order = rankOrder(values);
  const ranked = { order, scores: gather(values, order), labels: gather(labels, order) };
  const { auc } = placements(ranked, { codes: new Uint32Array(values.length), count: 1 });
  return Number.isNaN(auc) ? undefined : Math.max(auc, 1 - auc);
}

/** How well being there ranks a label of 0 and 1: the AUC of a column that is 1 where the value is not NaN. */
export function presencePower(values: Float64Array, labels: Float64Array): number | undefined {
  let [positives, presentPositives, present] = [0, 0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const there = Number.isNaN(values[row]) ? 0 : 1;
    positives += labels[row]!;
    present += there;
    presentPositives += there * labels[row]!;
  }
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  return 0.5 + Math.abs(presentPositives / positives - (present - presentPositives) / negatives) / 2;
}

/** Absolute rank correlation (Spearman's), equal values sharing their mean rank. Undefined when either is constant. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number | undefined {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let row = 0; row < x.length; row += 1) {
    xy += (x[row]! - middle) * (y[row]! - middle);
    xx += (x[row]! - middle) ** 2;
    yy += (y[row]! - middle) ** 2;
  }
  return xx === 0 || yy === 0 ? undefined : Math.abs(xy / Math.sqrt(xx * yy));
}

function ranks(values: Float64Array): Float64Array {
  const order = rankOrder(values);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let place = start; place < end; place += 1) result[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
