import * as z from 'zod';
import { type ObjectStore, s3ObjectStore, uriOf } from '#aws/object-store.ts';
import { sageMakerTrainingJobs, type TrainingJobs } from '#aws/training-jobs.ts';
import { sageMakerTransformJobs } from '#aws/transform-jobs.ts';
import { stepFunctionsWorkflows } from '#aws/workflows.ts';
import type { Catalog, Label } from '#domain/manifest/schema.ts';
import { jobName, trainingRoleName } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { trainingImageUri } from '#domain/training-image.ts';
import { RetrainData } from '#statemachines/retrain.data.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';
import { AwaitedJobName, awaitJob } from './jobs/await-job.ts';
import { type ResumeWaitDeps, resumeWait } from './jobs/resume-wait.ts';

export interface TrainModelDeps extends ResumeWaitDeps {
  readonly stage: string;
  readonly accountId: string;
  readonly region: string;
  readonly catalog: Catalog;
  readonly trainingJobs: TrainingJobs;
  readonly data: ObjectStore;
  readonly now: () => Date;
}

export const TrainModelInput = RetrainData.pick({ model: true, run: true, prepared: true }).extend({
  taskToken: z.string(),
  executionArn: z.string(),
  /** How often this state was retried since it was entered; a redrive counts anew. */
  retryCount: z.int().min(0),
});

/** Starts the candidate's training job, or adopts the one there is. */
export async function trainModel(
  input: z.infer<typeof TrainModelInput>,
  deps: TrainModelDeps,
): Promise<z.infer<typeof AwaitedJobName>> {
  const { model, run, prepared } = input;
  const { training, data } = catalogEntry(deps.catalog, model).manifest;
  const { name, ended } = await awaitJob(
    {
      nameOf: (attempt) => jobName(deps.stage, run, { attempt }),
      describe: (name) => deps.trainingJobs.describe(name),
      create: (name) =>
        deps.trainingJobs.create({
          name,
          roleArn: `arn:aws:iam::${deps.accountId}:role/${trainingRoleName(deps.stage, model)}`,
          imageUri: trainingImageUri(training.image, deps.region),
          hyperparameters: stringValues({ ...hyperparametersOf(data.label), ...training.hyperparameters }),
          channels: {
            train: prepared.trainUri,
            ...(prepared.rows.validation > 0 ? { validation: prepared.validationUri } : {}),
          },
          outputUri: uriOf(deps.data, `${dataKeys.artifacts(model, run)}training`),
          instance: training.instance,
          instances: training.instances,
          volumeGb: training.volumeGb,
          timeLimitSeconds: training.timeLimitMinutes * 60,
          tags: { 'andon:model': model, 'andon:run': run },
        }),
      wait: {
        kind: 'training',
        token: input.taskToken,
        executionArn: input.executionArn,
        model,
        run,
        lastAttempt: input.retryCount + 1 >= training.capacityAttempts,
        since: deps.now().toISOString(),
      },
    },
    deps.ledgerStore,
  );
  if (ended) await resumeWait({ kind: 'training', job: name }, deps);
  return { job: name };
}

/** What XGBoost needs to be told of a label, unless the manifest says otherwise. */
function hyperparametersOf(label: Label): Record<string, string | number> {
  switch (label.kind) {
    case 'binary':
      return { objective: 'binary:logistic' };
    case 'number':
      return { objective: 'reg:squarederror' };
    case 'multiclass':
      return { objective: 'multi:softprob', num_class: label.classes.length };
  }
}

function stringValues(values: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

export const handler = lambdaHandler({
  name: 'TrainModel',
  input: TrainModelInput,
  output: AwaitedJobName,
  run: trainModel,
  deps: (): TrainModelDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      ACCOUNT_ID: 'string',
      AWS_REGION: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
    });
    return {
      stage: env.STAGE,
      accountId: env.ACCOUNT_ID,
      region: env.AWS_REGION,
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
