import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListTrainingJobsCommand } from '@aws-sdk/client-sagemaker';
import { causingByLanding, expect, MODEL, serving } from '../line.ts';
import type { Act } from './act.ts';

export const poisonedFile: Act = {
  number: 3,
  title: 'A poisoned file lands: the data gate stops the line before a cent is spent',
  budgetMinutes: 30,
  async play(line) {
    const { sageMaker, s3 } = line.clients;
    const before = await line.act.facts.once('before', () => serving(line));
    const jobs = async () =>
      (await sageMaker.send(new ListTrainingJobsCommand({ MaxResults: 100 }))).TrainingJobSummaries?.length ?? 0;
    const jobsBefore = await line.act.facts.once('jobs', jobs);
    const file = { path: await line.flights.monthWithout('2001-03', 'distance'), name: '2001-03.parquet' };
    const run = await causingByLanding(line, [file]);
    expect(
      run.status === 'FAILED' && run.error === 'DatasetRejected',
      `the run was to end DatasetRejected, it ended ${run.status} ${run.error}`,
    );
    expect((await jobs()) === jobsBefore, 'a training job was started for a rejected dataset');
    const Bucket = line.deployment.dataBucket;
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `quarantine/${MODEL}/` }));
    const reasonKey = Contents?.find(({ Key }) => Key?.endsWith('/reason.json'))?.Key;
    expect(reasonKey !== undefined, 'the dataset was to be in quarantine with its reason');
    const reason = JSON.parse(
      (await (await s3.send(new GetObjectCommand({ Bucket, Key: reasonKey }))).Body?.transformToString()) ?? '{}',
    ) as {
      reasons?: string[];
    };
    const now = await serving(line);
    expect(now.config === before.config, `what serves was to stay ${before.config}, it is ${now.config}`);
    return { findings: [`quarantined: ${reason.reasons?.join(' ')}`, `${now.config} serves untouched`] };
  },
};
