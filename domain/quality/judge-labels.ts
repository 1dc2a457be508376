import * as z from 'zod';
import { clusteredAuc } from '../evaluation/area-under-curve.ts';
import { classCounts } from '../evaluation/binary-metrics.ts';
import { observedOverExpected } from '../evaluation/calibration.ts';
import type { Clusters, Estimate } from '../evaluation/clusters.ts';
import { modelScores } from '../evaluation/model-scores.ts';
import { nonInferiority } from '../gates/champion-gate.ts';
import { bound, figure } from '../gates/figures.ts';
import type { LabelsSettings } from '../manifest/quality-schema.ts';
import { LEAST_CLUSTERS, uniformBounds } from './uniform-bounds.ts';

const Bounded = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() });

/** Predictions of one fleet whose labels have come. */
export interface LabelledPredictions {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly clusters: Clusters;
}

/** What the version's own evaluation says of it; null where it is not defined, or there is no evaluation. */
export interface OfflineQuality {
  readonly version: number;
  readonly auc: number | null;
  readonly calibrationOe: number | null;
}

/** Failed: shown worse than allowed, with confidence. Passed: shown not to be. Bounds hold at all looks together. */
export const LabelJudgement = z.object({
  verdict: z.enum(['Passed', 'Failed', 'Inconclusive']),
  rows: z.int(),
  positives: z.int(),
  clusters: z.int(),
  auc: Bounded.optional(),
  calibrationOe: Bounded.optional(),
  offline: z.object({ version: z.int(), auc: z.number().nullable(), calibrationOe: z.number().nullable() }),
  reasons: z.array(z.string()),
});

export type LabelJudgement = z.infer<typeof LabelJudgement>;
type Verdict = LabelJudgement['verdict'];

/** Judges labelled live predictions by AUC against the version's offline AUC, and by observed over expected against fixed limits. */
export function judgeLabels(
  predictions: LabelledPredictions,
  offline: OfflineQuality,
  settings: LabelsSettings,
): LabelJudgement {
  const { labels, clusters } = predictions;
  const rows = labels.length;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const common = { rows, positives, clusters: clusters.count, offline };
  const open = (reason: string): LabelJudgement => ({ ...common, verdict: 'Inconclusive', reasons: [reason] });
  if (rows < settings.minimumRows) {
    return open(
      `${rows} labelled predictions of version ${offline.version}; from ${settings.minimumRows} on they are judged.`,
    );
  }
  if (positives === 0 || positives === rows) {
    return open(
      `All ${rows} labels of version ${offline.version} are ${positives === 0 ? 0 : 1}: nothing can be ranked.`,
    );
  }
  const model = modelScores(predictions);
  const look = { rows, at: settings.minimumRows };
  // Half of alpha for each metric; observed over expected may fail on two sides.
  const auc = boundedBy(clusteredAuc(model.placements(), classCounts(model)), { ...look, alpha: settings.alpha / 2 });
  const logOe = observedOverExpected(labels, predictions.scores, clusters);
  const oe = boundedBy(logOe, { ...look, alpha: settings.alpha / 4 }, Math.exp);
  const found = [judgeAuc(auc, offline, settings), judgeOe(oe, offline, settings)];
  const few =
    clusters.count < LEAST_CLUSTERS
      ? [
          `They are of ${clusters.count} ${settings.cluster}${clusters.count === 1 ? '' : 's'}; from ${LEAST_CLUSTERS} on bounds are known.`,
        ]
      : [];
  return {
    ...common,
    verdict: found.map(({ verdict }) => verdict).reduce(worse),
    auc: shown(auc),
    calibrationOe: shown(oe),
    reasons: [...found.map(({ sentence }) => sentence), ...few],
  };
}

interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function boundedBy(
  estimate: Estimate,
  look: Parameters<typeof uniformBounds>[1],
  scale: (value: number) => number = (value) => value,
): Measured {
  const [low, high] = uniformBounds(estimate, look);
  return { value: scale(estimate.value), low: scale(low), high: scale(high) };
}

function judgeAuc({ value, low, high }: Measured, { version, auc }: OfflineQuality, { aucMargin }: LabelsSettings) {
  const live = `The live AUC of version ${version} is ${figure(value)}, at least ${figure(low)} and at most ${figure(high)} at all looks`;
  if (auc === null) return { verdict: 'Inconclusive' as const, sentence: `${live}; its offline AUC is not known.` };
  const verdict = nonInferiority([low - auc, high - auc], aucMargin) as Verdict;
  const limit = `offline it was ${figure(auc)}, and it may be ${aucMargin} less`;
  return { verdict, sentence: `${live}; ${limit}${tail(verdict)}.` };
}

function judgeOe({ value, low, high }: Measured, offline: OfflineQuality, { minOe, maxOe }: LabelsSettings) {
  const failed = high < minOe || low > maxOe;
  const passed = low >= minOe && high <= maxOe;
  const verdict: Verdict = failed ? 'Failed' : passed ? 'Passed' : 'Inconclusive';
  const live = `Observed over expected is ${figure(value)}, at least ${figure(low)} and at most ${figure(high)}`;
  const limit = `offline it was ${figure(offline.calibrationOe)}, and it must be from ${minOe} to ${maxOe}`;
  return { verdict, sentence: `${live}; ${limit}${tail(verdict)}.` };
}

function tail(verdict: Verdict): string {
  if (verdict === 'Failed') return ': it is shown to be worse';
  return verdict === 'Passed' ? '' : ', which these labels cannot tell';
}

const SEVERITY: Readonly<Record<Verdict, number>> = { Passed: 0, Inconclusive: 1, Failed: 2 };

function worse(a: Verdict, b: Verdict): Verdict {
  return SEVERITY[b] > SEVERITY[a] ? b : a;
}

function shown({ value, low, high }: Measured): z.infer<typeof Bounded> {
  return { value, low: bound(low), high: bound(high) };
}
