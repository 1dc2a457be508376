import * as z from 'zod';
import { type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { sageMakerTrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs, type TransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { candidateModelName, jobName, trainingRoleName, versionModelName } from '#domain/naming.ts';
import { Holdout, RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { scoresPrefix } from './datasets/holdout-files.ts';
import { classesOf } from './datasets/trained-classes.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { AwaitedJobName, awaitJob } from './jobs/await-job.ts';
import { type ResumeWaitDeps, resumeWait } from './jobs/resume-wait.ts';

export interface ScoreHoldoutDeps extends ResumeWaitDeps {
  readonly stage: string;
  readonly accountId: string;
  readonly catalog: Catalog;
  readonly transformJobs: TransformJobs;
  readonly data: ObjectStore;
  readonly now: () => Date;
}

export const ScoreHoldoutInput = RetrainData.pick({ model: true, run: true, training: true }).extend({
  holdout: Holdout,
  taskToken: z.string(),
  executionArn: z.string(),
  retryCount: z.int().min(0),
});

/** Scores the holdout rows with the candidate, the champion or the anchor: one batch transform, one token. */
export async function scoreHoldout(
  input: z.infer<typeof ScoreHoldoutInput>,
  deps: ScoreHoldoutDeps,
): Promise<z.infer<typeof AwaitedJobName>> {
  const { model, run, holdout, training } = input;
  const { role, version, uri } = holdout;
  const notComparable = async (reason: string) => {
    const whom = { role, ...(version === undefined ? {} : { version }) };
    await deps.workflows.succeed(input.taskToken, { ...whom, outcome: 'NotComparable', reason });
    return { job: '' };
  };
  if (uri === undefined) return notComparable(holdout.reason ?? 'Its rows could not be prepared.');
  const manifest = catalogEntry(deps.catalog, model).manifest;
  const modelName =
    version === undefined ? candidateModelName(deps.stage, run) : versionModelName(deps.stage, model, version);
  if (role !== 'candidate' && !(await deps.transformJobs.hasModel(modelName)))
    return notComparable(`Its SageMaker model ${modelName} is gone.`);
  const roleArn = `arn:aws:iam::${deps.accountId}:role/${trainingRoleName(deps.stage, model)}`;
  const { name, ended } = await awaitJob(
    {
      nameOf: (attempt) => jobName(deps.stage, run, { attempt, role }),
      describe: (name) => deps.transformJobs.describe(name),
      create: async (name) => {
        // A released version's model has been there since its release; the candidate's is made here, for this one job.
        if (role === 'candidate') {
          await deps.transformJobs.ensureModel({
            name: modelName,
            roleArn,
            imageUri: training.imageUri,
            artifactUri: training.artifactUri,
          });
        }
        return deps.transformJobs.create({
          name,
          modelName,
          inputUri: uri,
          scoresPerRow: Math.max(1, classesOf(manifest.data.label).length),
          outputUri: uriOf(deps.data, scoresPrefix({ model, run }, role)),
          instance: manifest.training.instance,
          tags: { 'andon:model': model, 'andon:run': run },
        });
      },
      wait: {
        kind: 'transform',
        token: input.taskToken,
        executionArn: input.executionArn,
        model,
        run,
        role,
        ...(version === undefined ? {} : { version }),
        lastAttempt: input.retryCount + 1 >= manifest.training.capacityAttempts,
        since: deps.now().toISOString(),
      },
    },
    deps.ledgerStore,
  );
  if (ended) await resumeWait({ kind: 'transform', job: name }, deps);
  return { job: name };
}

export const handler = lambdaHandler({
  name: 'ScoreHoldout',
  input: ScoreHoldoutInput,
  output: AwaitedJobName,
  run: scoreHoldout,
  deps: (): ScoreHoldoutDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      ACCOUNT_ID: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
    });
    return {
      stage: env.STAGE,
      accountId: env.ACCOUNT_ID,
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      ledgerStore: s3ObjectStore(env.LEDGER_BUCKET),
      trainingJobs: sageMakerTrainingJobs(),
      transformJobs: sageMakerTransformJobs(),
      workflows: stepFunctionsWorkflows(),
      now: () => new Date(),
    };
  },
});
