import type { Curves } from './evaluation-document.ts';
import type { ModelScores } from './model-scores.ts';

/** Points of a drawn curve. */
const POINTS = 100;

const TENTHS = 10;

/** Bars of a histogram. */
const BARS = 30;

/** What the report draws of one model. */
export function curvesOf(model: ModelScores, kind: 'binary' | 'number', [from, to]: readonly [number, number]): Curves {
  const drawn = { calibration: calibrationBins(model), histogram: histogram(model.scores, [from, to]) };
  return kind === 'binary' ? { ...operatingCurves(model), ...drawn } : drawn;
}

/** ROC and precision-recall, at about a hundred thresholds spread evenly over the rows; equal scores share one point. */
function operatingCurves({ labels, ranked }: ModelScores): Required<Pick<Curves, 'roc' | 'precisionRecall'>> {
  const { order, scores } = ranked();
  const n = order.length;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const roc: [number, number][] = [[0, 0]];
  const precisionRecall: [number, number][] = [];
  let found = 0;
  let due = 0;
  for (let place = n - 1; place >= 0; place -= 1) {
    found += labels[order[place]!]!;
    const seen = n - place;
    const tied = place > 0 && scores[order[place - 1]!] === scores[order[place]!];
    if (tied || (seen < due && place > 0)) continue;
    due = seen + n / POINTS;
    roc.push([(seen - found) / (n - positives), found / positives]);
    precisionRecall.push([found / positives, found / seen]);
  }
  return { roc, precisionRecall };
}

/** Mean prediction and mean label by tenths of the ranked rows. */
function calibrationBins({ labels, ranked }: ModelScores): Curves['calibration'] {
  const { order, scores } = ranked();
  const bins: Curves['calibration'] = [];
  for (let tenth = 0; tenth < TENTHS; tenth += 1) {
    const rows = order.subarray(
      Math.floor((tenth * order.length) / TENTHS),
      Math.floor(((tenth + 1) * order.length) / TENTHS),
    );
    if (rows.length === 0) continue;
    let [predicted, observed] = [0, 0];
    for (const row of rows) {
      predicted += scores[row]!;
      observed += labels[row]!;
    }
    bins.push({ predicted: predicted / rows.length, observed: observed / rows.length, rows: rows.length });
  }
  return bins;
}

/** Mean distance of prediction and label over the tenths. */
export function expectedCalibrationError(bins: Curves['calibration']): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed), 0);
}

function histogram(scores: Float64Array, [from, to]: readonly [number, number]): Curves['histogram'] {
  const counts = new Array<number>(BARS).fill(0);
  const width = (to - from) / BARS || 1;
  for (const score of scores) {
    const bar = Math.floor((score - from) / width);
    counts[Math.max(0, Math.min(BARS - 1, bar))]! += 1;
  }
  return { from, to, counts };
}
