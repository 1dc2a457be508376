import type { Metric } from '../manifest/gate-schema.ts';
import { placements } from './area-under-curve.ts';
import { alone, defined, type Metrics, withBounds } from './binary-metrics.ts';
import type { ClassScores } from './class-scores.ts';
import { clusteredMean } from './clusters.ts';
import { classCounts, classF1, classPrecision, classRecall, macroF1 } from './confusion-matrix.ts';
import type { ClassEvaluation } from './evaluation-document.ts';
import { mean } from './losses.ts';
import { macroF1Estimate } from './macro-f1.ts';
import { gather } from './model-scores.ts';
import { rankOrder } from './rank-order.ts';

/** Every metric of probabilities of several classes, with bounds where an error is known. */
export function classMetrics(model: ClassScores): Metrics {
  return {
    accuracy: withBounds(clusteredMean(model.hits(), model.clusters)),
    macroF1: withBounds(macroF1Estimate(model)),
    logLoss: withBounds(clusteredMean(model.logLosses(), model.clusters)),
    logLossSkill: alone(plainClassMetrics(model).logLossSkill!),
  };
}

/** The same as plain numbers. Skill is the share of the base rates' own loss that the model takes away. */
export function plainClassMetrics(model: ClassScores): Partial<Record<Metric, number>> {
  const rows = model.labels.length;
  const logLoss = mean(model.logLosses());
  const shares = classCounts(model.confusion()).map((counts) => counts.rows / rows);
  const entropy = shares.reduce((sum, share) => (share === 0 ? sum : sum - share * Math.log(share)), 0);
  return {
    accuracy: mean(model.hits()),
    macroF1: macroF1(model.confusion()),
    logLoss,
    logLossSkill: 1 - logLoss / entropy,
  };
}

/** Each class against all others. */
export function evaluateEachClass(model: ClassScores): ClassEvaluation[] {
  return classCounts(model.confusion()).map((counts, of) => ({
    rows: counts.rows,
    decided: counts.decided,
    precision: defined(classPrecision(counts)),
    recall: defined(classRecall(counts)),
    f1: defined(classF1(counts)),
    auc: defined(oneVersusRest(model, of)),
  }));
}

/** How well a class's own probability ranks its rows above all others: AUC, ties counted half. NaN when either side is empty. */
function oneVersusRest({ labels, probabilities, width }: ClassScores, of: number): number {
  const rows = labels.length;
  const scores = new Float64Array(rows);
  const inside = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    scores[row] = probabilities[row * width + of]!;
    inside[row] = labels[row] === of ? 1 : 0;
  }
  const order = rankOrder(scores);
  const ranked = { order, scores: gather(scores, order), labels: gather(inside, order) };
  return placements(ranked, { codes: new Uint32Array(rows), count: 1 }).auc;
}
