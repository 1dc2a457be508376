import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type * as z from 'zod';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { keyOf, type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { readScores } from '#data/scores/read-scores.ts';
import { evaluate, evaluationSettings } from '#domain/evaluation/evaluate.ts';
import type { ModelEvaluation } from '#domain/evaluation/evaluation-document.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { sha256 } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { scoredLabel } from '#domain/scored-answer.ts';
import { Evaluation, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { compareWithOthers } from './evaluate-candidate/compare-with-others.ts';
import { lambdaHandler } from './handler.ts';
import { withWorkingDirectory } from './working-directory.ts';

export interface EvaluateCandidateDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

export const EvaluateCandidateInput = RetrainData.pick({ model: true, run: true, prepared: true, scores: true });

/** Measures the candidate on the holdout, and its difference from champion and anchor on the same rows, with bounds. */
export async function evaluateCandidate(
  input: z.infer<typeof EvaluateCandidateInput>,
  deps: EvaluateCandidateDeps,
): Promise<z.infer<typeof Evaluation>> {
  const { model, run, prepared, scores } = input;
  const { manifest } = catalogEntry(deps.catalog, model);
  const { champion, anchor } = await compareWithOthers(input, deps);
  const scored = (role: 'candidate' | 'champion' | 'anchor') =>
    scores.find((score) => score.role === role && score.outcome === 'Scored')?.uri;
  const candidateUri = scored('candidate');
  if (candidateUri === undefined) throw new StageError('ScoresInvalidError', 'There are no scores of the candidate.');
  const championUri = champion?.comparison === 'Compared' ? scored('champion') : undefined;
  const anchorUri = anchor?.comparison === 'Compared' ? scored('anchor') : undefined;

  const rows = await withWorkingDirectory(async (directory) => {
    const fetch = async (uri: string, name: string) => {
      const path = join(directory, name);
      if ((await deps.data.download(keyOf(uri), path)) === undefined)
        throw new StageError('ScoresInvalidError', `${uri} is missing; replay the run to score again.`);
      return path;
    };
    return readScores({
      labelsPath: await fetch(prepared.labelsUri, 'labels.parquet'),
      candidatePath: await fetch(candidateUri, 'candidate.csv'),
      ...(championUri === undefined ? {} : { championPath: await fetch(championUri, 'champion.csv') }),
      ...(anchorUri === undefined ? {} : { anchorPath: await fetch(anchorUri, 'anchor.csv') }),
      ...scoredLabel(manifest.data.label),
      cluster: manifest.evaluation.cluster,
      slices: manifest.evaluation.slices,
    });
  });
  // One version may be both: its scores are then the anchor's too.
  const same = anchor !== undefined && anchor.version === champion?.version && rows.champion !== undefined;
  const both = same ? { ...rows, anchor: rows.champion } : rows;
  const document = evaluate(both, evaluationSettings(manifest));
  const text = JSON.stringify(document);
  const key = `${dataKeys.evaluations(model, run)}evaluation.json`;
  await deps.data.put(key, text);
  return {
    uri: uriOf(deps.data, key),
    digest: sha256(text),
    rows: document.rows,
    metrics: values(document.candidate),
    ...(document.champion === undefined ? {} : { championMetrics: values(document.champion) }),
    ...(champion === undefined ? {} : { champion }),
    ...(anchor === undefined ? {} : { anchor }),
  };
}

/** The metrics that are defined on these rows. */
function values({ metrics }: ModelEvaluation): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
  );
}

export const handler = lambdaHandler({
  name: 'EvaluateCandidate',
  input: EvaluateCandidateInput,
  output: Evaluation,
  run: evaluateCandidate,
  deps: (): EvaluateCandidateDeps => {
    const env = readEnvironment({ STAGE: 'string', DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledger: objectStoreLedger({ store: s3ObjectStore(env.LEDGER_BUCKET), newId: randomUUID }),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
    };
  },
});
