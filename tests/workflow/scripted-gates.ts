import * as z from 'zod';
import { Evaluation, Gates, Prepared } from '#statemachines/retrain.data.ts';
import type { LineDeps } from './line-deps.ts';
import type { StageFunction } from './stage-functions.ts';

type Verdict = z.infer<typeof Gates>['verdict'];

/** The stages that judge a version again, without data: what the gates say is scripted. */
export function scriptedGates(deps: LineDeps, verdict: () => Verdict): Readonly<Record<string, StageFunction>> {
  const input = z.looseObject({ run: z.string() });
  const prepared: z.infer<typeof Prepared> = {
    trainUri: 's3://data/t',
    validationUri: 's3://data/v',
    labelsUri: 's3://data/l',
    holdouts: [
      { role: 'candidate', uri: 's3://data/c' },
      { role: 'champion', uri: 's3://data/d', version: 1 },
    ],
    features: ['a'],
    rows: { train: 1, validation: 1, holdout: 1 },
    trainedThrough: '',
    holdoutFrom: '',
  };
  return {
    PrepareDataset: { input, output: Prepared, run: async () => prepared },
    ScoreHoldout: {
      input: z.looseObject({ taskToken: z.string(), holdout: z.looseObject({ role: z.string() }) }),
      output: z.object({}),
      run: async ({ taskToken, holdout }: { taskToken: string; holdout: { role: string } }) => {
        await deps.workflows.succeed(taskToken, { role: holdout.role, outcome: 'Scored', uri: 's3://data/s' });
        return {};
      },
    },
    EvaluateCandidate: {
      input: z.looseObject({ run: z.string(), scores: z.array(z.unknown()).length(2) }),
      output: Evaluation,
      run: async () => ({ uri: 's3://data/e', digest: 'e', rows: 1, metrics: {} }),
    },
    GateCandidate: {
      input,
      output: Gates,
      run: async (): Promise<z.infer<typeof Gates>> => ({
        verdict: verdict(),
        conclusive: verdict() !== 'Inconclusive',
        evidenceUri: 's3://data/g',
        evidenceDigest: 'g',
        championVersion: (await deps.ledger.champion('churn').read())?.version.number,
        judged: [],
        reportUri: 's3://data/evidence.html',
        statistics: { uri: 's3://data/statistics.json', digest: 'digest-of-statistics' },
        reasons: [`AUC says ${verdict()}.`],
      }),
    },
  };
}
