import { keyOf, type ObjectStore } from '#aws/object-store.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { scoredLabel } from '#domain/scored-answer.ts';
import { batchScores } from '#domain/serving/batch-scores.ts';
import { holdoutRows } from '#domain/serving/holdout-row.ts';
import type { ProbeDocument } from '#domain/serving/probe-document.ts';
import { planProbe } from '#domain/serving/probe-plan.ts';
import type { RetrainData } from '#statemachines/retrain.data.ts';
import { StageError } from '../errors.ts';
import { type SendProbeDeps, sendProbe } from './send-probe.ts';

export interface MeasureContainerDeps extends SendProbeDeps {
  readonly data: ObjectStore;
}

export type Measured = Pick<ProbeDocument, 'contracts' | 'milliseconds' | 'compared' | 'comparable'>;

/** Sends the candidate's holdout rows to its endpoint, as the gates ask, beside the scores that batch transform gave them. */
export async function measureContainer(
  { prepared, scores }: Pick<RetrainData, 'prepared' | 'scores'>,
  { manifest, endpointName }: { manifest: Manifest; endpointName: string },
  deps: MeasureContainerDeps,
): Promise<Measured> {
  const label = scoredLabel(manifest.data.label);
  const rows = await fetchRows(prepared.holdouts.find(({ role }) => role === 'candidate')?.uri, deps.data);
  const plan = planProbe(manifest.gates, rows);
  const wanted = new Set(plan.compared.map(({ id }) => id));
  const scored =
    wanted.size === 0 ? [] : await fetchRows(scores.find(({ role }) => role === 'candidate')?.uri, deps.data);
  const batch = new Map(
    scored.flatMap(({ id, rest }) => (wanted.has(id) ? [[id, batchScores(rest, label)] as const] : [])),
  );
  const sent = await sendProbe({ endpointName, label, plan, batch }, deps);
  return { ...sent, comparable: rows.length };
}

/** @throws StageError ScoresInvalidError when the file is gone */
async function fetchRows(uri: string | undefined, data: ObjectStore) {
  const stored = uri === undefined ? undefined : await data.get(keyOf(uri));
  if (stored === undefined) {
    const what = uri ?? 'The holdout of the candidate, or its scores,';
    throw new StageError('ScoresInvalidError', `${what} is missing; replay the run to prepare and score again.`);
  }
  return holdoutRows(Buffer.from(stored.value).toString('utf8'));
}
