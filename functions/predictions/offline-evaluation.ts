import * as z from 'zod';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { referenceOfHistogram, ScoreReference } from '#domain/evaluation/score-reference.ts';
import type { Version } from '#domain/ledger/serving.ts';
import { dataKeys } from '#domain/object-keys.ts';

export interface OfflineEvaluationDeps {
  readonly data: ObjectStore;
  readonly registry: ModelRegistry;
}

/** What live predictions of a version are held against: its own newest evaluation. */
export interface OfflineEvaluation {
  readonly reference: ScoreReference | undefined;
  /** Why there is no reference. */
  readonly missing: string | undefined;
  readonly auc: number | null;
  readonly calibrationOe: number | null;
}

const Metric = z.object({ value: z.number().nullable() }).optional();

/** As much of an evaluation document as is needed here, whatever deployment wrote it. */
const Evaluated = z.object({
  kind: z.string(),
  candidate: z.object({
    metrics: z.object({ auc: Metric, calibrationOe: Metric }),
    reference: ScoreReference.optional(),
    curves: z
      .object({ histogram: z.object({ from: z.number(), to: z.number(), counts: z.array(z.number()) }).optional() })
      .optional(),
  }),
});

/** The evaluation the release was judged on again, or else that of the run that made the version. */
export async function offlineEvaluation(
  { model, release, version }: { readonly model: string; readonly release: string; readonly version: Version },
  { data, registry }: OfflineEvaluationDeps,
): Promise<OfflineEvaluation> {
  const run = (await registry.describe(version.arn))?.metadata?.run;
  const nothing = (missing: string) => ({ reference: undefined, missing, auc: null, calibrationOe: null });
  const stored =
    (await data.getJson(evaluationKey(model, release))) ??
    (run === undefined ? undefined : await data.getJson(evaluationKey(model, run)));
  if (stored === undefined) return nothing(`version ${version.number} has no evaluation`);
  const found = Evaluated.safeParse(stored.value);
  if (!found.success) return nothing(`the evaluation of version ${version.number} cannot be read`);
  const { kind, candidate } = found.data;
  const { metrics, reference, curves } = candidate;
  const auc = metrics.auc?.value ?? null;
  const calibrationOe = metrics.calibrationOe?.value ?? null;
  if (kind !== 'binary' && kind !== 'number')
    return { reference: undefined, missing: `a ${kind} label has several scores`, auc, calibrationOe };
  const kept = reference ?? (curves?.histogram && referenceOfHistogram(curves.histogram));
  const missing = kept === undefined ? `the evaluation of version ${version.number} kept no scores` : undefined;
  return { reference: kept, missing, auc, calibrationOe };
}

function evaluationKey(model: string, run: string): string {
  return `${dataKeys.evaluations(model, run)}evaluation.json`;
}
