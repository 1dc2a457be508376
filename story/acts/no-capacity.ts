import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { andon } from '../andon.ts';
import type { EndedExecution } from '../executions.ts';
import { causing, causingByLanding, ENDPOINT, expect, follow, type Line, MODEL, serving } from '../line.ts';
import { releaseUnderTraffic } from '../release-under-traffic.ts';
import { stageClock } from '../stage-clock.ts';
import type { Act } from './act.ts';

export const noCapacity: Act = {
  number: 6,
  title: 'No capacity to train: replayed from where it failed, released, and rolled back on request',
  budgetMinutes: 240,
  async play(line) {
    const landedAt = line.act.began;
    const before = await line.act.facts.once('before', () => serving(line));
    const failed = await line.act.facts.once('failed', () => failForCapacity(line));
    await line.control.clearFaults();
    line.narrator.step('fault', 'there is capacity again');

    const { redriveCount } = await line.clients.sfn.send(new DescribeExecutionCommand({ executionArn: failed.arn }));
    if (redriveCount === 0) await andon(line, ['replay', failed.name]);
    const run = await follow(line, failed.arn, failed.events);
    expect(
      run.status === 'SUCCEEDED',
      `the replayed run was to succeed, it ended ${run.status}: ${run.error} ${run.cause}`,
    );
    const validated = run.visits.filter(({ state }) => state === 'ValidateDataset').length;
    expect(validated === 1, `the replay was to resume at TrainModel, ValidateDataset ran ${validated} times`);
    const { registration } = run.data as { registration: { modelPackageArn: string; version: number } };

    const rows = await line.flights.requests('2001-05', ['2001-04'], 5000);
    const { release, traffic } = await releaseUnderTraffic(line, {
      versionArn: registration.modelPackageArn,
      reason: 'April',
      rows,
    });
    expect(
      release.status === 'SUCCEEDED',
      `the release was to succeed, it ended ${release.status}: ${release.error} ${release.cause}`,
    );
    expect((await serving(line)).version === registration.version, `version ${registration.version} was to serve`);

    const rollback = await causing(line, 'rollback', () =>
      andon(line, ['rollback', MODEL, '--reason', 'The story goes back once', '--yes']),
    );
    expect(
      rollback.status === 'SUCCEEDED',
      `the rollback was to succeed, it ended ${rollback.status}: ${rollback.error} ${rollback.cause}`,
    );
    const now = await serving(line);
    expect(now.version === before.version, `version ${before.version} was to serve again, ${now.config} does`);
    const said = await andon(line, ['status', '--json']);
    expect(said.includes(now.config), `andon status was to name ${now.config}`);
    return {
      findings: [
        `replayed at TrainModel: version ${registration.version} released under ${traffic.requests.toLocaleString('en')} requests, ${traffic.failed} failed`,
        `andon rollback: version ${now.version} serves on ${ENDPOINT} again`,
      ],
      clock: stageClock(landedAt, [run, release]),
      traffic,
    };
  },
};

/** April lands while there is no capacity to train on: the run that failed. */
async function failForCapacity(line: Line): Promise<Pick<EndedExecution, 'arn' | 'name' | 'events'>> {
  await line.control.clearFaults();
  await line.control.injectFault({
    match: { service: 'sagemaker', operation: 'RunTrainingJob' },
    error: { code: 'CapacityError', message: 'No capacity of this instance type.' },
  });
  line.narrator.step('fault', 'SageMaker has no capacity for training jobs');
  const file = { path: await line.flights.month('2001-04'), name: '2001-04.parquet' };
  const { arn, name, events, status, error } = await causingByLanding(line, [file]);
  expect(
    status === 'FAILED' && error === 'CapacityExhaustedError',
    `the run was to fail for capacity, it ended ${status} ${error}`,
  );
  return { arn, name, events };
}
