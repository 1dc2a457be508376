import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createWatchingCloud, type WatchingCloud } from './testing/watching-cloud.ts';

const MINUTE = 60_000;
const minutes = (cloud: WatchingCloud, count: number) => cloud.clock.advanceTo(TEST_START + count * MINUTE);

describe('a metric alarm', () => {
  it('begins without data and follows its metric', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors');
    expect(await cloud.describe('errors')).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors',
      ActionsEnabled: true,
    });
    await cloud.put(0);
    await minutes(cloud, 1);
    expect(await cloud.state('errors')).toBe('OK');
    await cloud.put(1);
    await minutes(cloud, 1.9);
    expect(await cloud.state('errors')).toBe('OK');
    await minutes(cloud, 2);
    expect(await cloud.describe('errors')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 1 datapoint [1.0 (05/01/26 00:01:00)] was greater than the threshold (0.0).',
      StateTransitionedTimestamp: new Date(TEST_START + 2 * MINUTE),
    });
  });

  it('needs M of N data points', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors', { EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
    const states: (string | undefined)[] = [];
    for (const [minute, value] of [1, 0, 1, 0, 0].entries()) {
      await cloud.put(value);
      await minutes(cloud, minute + 1);
      states.push(await cloud.state('errors'));
    }
    expect(states).toEqual(['OK', 'OK', 'ALARM', 'OK', 'OK']);
  });

  it.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['ignore', 'ALARM'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
  ])('treats silence as %s', async (TreatMissingData, expected) => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors', { TreatMissingData });
    await cloud.put(1);
    await minutes(cloud, 1);
    expect(await cloud.state('errors')).toBe('ALARM');
    // Two further periods are looked at before data counts as missing.
    await minutes(cloud, 3);
    expect(await cloud.state('errors')).toBe('ALARM');
    await minutes(cloud, 4);
    expect(await cloud.state('errors')).toBe(expected);
  });

  it('raises when what must come does not, without any data', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('alive', {
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
    });
    await minutes(cloud, 1);
    expect(await cloud.describe('alive')).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    });
  });

  it('looks every ten seconds at high resolution', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('kill', { Period: 10, TreatMissingData: 'ignore', Statistic: 'Maximum' });
    await cloud.put(0, { StorageResolution: 1 });
    await cloud.clock.advanceTo(TEST_START + 12_000);
    expect(await cloud.state('kill')).toBe('OK');
    await cloud.put(1, { StorageResolution: 1 });
    await cloud.clock.advanceTo(TEST_START + 20_000);
    expect(await cloud.state('kill')).toBe('ALARM');
    await minutes(cloud, 60);
    expect(await cloud.state('kill')).toBe('ALARM');
  });

  it('waits for the data of its namespace to be seen', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('faults', { Namespace: 'AWS/SageMaker', MetricName: 'Invocation5XXErrors' });
    cloud.metric({ namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions: {}, value: 1 });
    await cloud.clock.advanceTo(TEST_START + MINUTE + 14_000);
    expect(await cloud.state('faults')).toBe('INSUFFICIENT_DATA');
    await cloud.clock.advanceTo(TEST_START + MINUTE + 15_000);
    expect(await cloud.state('faults')).toBe('ALARM');
  });

  it('moves periods longer than a minute along every minute', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors', { Period: 300, TreatMissingData: 'notBreaching' });
    await minutes(cloud, 7);
    expect(await cloud.state('errors')).toBe('OK');
    await cloud.put(1);
    await minutes(cloud, 8);
    expect(await cloud.state('errors')).toBe('ALARM');
  });

  it('watches metric math: the new fleet far above the old one, with enough requests', async () => {
    await using cloud = createWatchingCloud();
    const metric = (Id: string, MetricName: string, fleet: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'Test', MetricName, Dimensions: [{ Name: 'Fleet', Value: fleet }] },
        Period: 60,
        Stat: 'Sum',
      },
      ReturnData: false,
    });
    await cloud.alarm('backstop', {
      Metrics: [
        metric('ge', 'Errors', 'green'),
        metric('gn', 'Requests', 'green'),
        metric('be', 'Errors', 'blue'),
        metric('bn', 'Requests', 'blue'),
        { Id: 'harm', Expression: 'IF(gn >= 50, FILL(ge, 0) / gn - FILL(be, 0) / bn, 0)', ReturnData: true },
      ],
      Threshold: 0.2,
      EvaluationPeriods: 2,
      TreatMissingData: 'notBreaching',
    });
    const put = (MetricName: string, fleet: string, value: number) =>
      cloud.put(value, { MetricName, Dimensions: [{ Name: 'Fleet', Value: fleet }] });
    const states: (string | undefined)[] = [];
    for (const [minute, [errors, requests]] of [
      [40, 49],
      [10, 100],
      [40, 100],
      [40, 100],
    ].entries()) {
      await put('Errors', 'green', errors as number);
      await put('Requests', 'green', requests as number);
      await put('Requests', 'blue', 900);
      await minutes(cloud, minute + 1);
      states.push(await cloud.state('backstop'));
    }
    expect(states).toEqual(['OK', 'OK', 'OK', 'ALARM']);
    expect((await cloud.describe('backstop')).StateReason).toContain('2 out of the last 2 datapoints [0.4 (');
  });

  it('keeps its state when it is given another configuration', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors');
    await cloud.put(1);
    await minutes(cloud, 1);
    await cloud.alarm('errors', { Threshold: 5 });
    expect(await cloud.state('errors')).toBe('ALARM');
    await minutes(cloud, 2);
    expect(await cloud.state('errors')).toBe('OK');
  });

  it.each([
    [{ Metrics: [{ Id: 'e', Expression: 'm1' }] }, 'Error in expression: There is no metric with the id m1.'],
    [{ Period: 7 }, 'Period 7 is invalid'],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be between 1 and EvaluationPeriods.'],
    [{ TreatMissingData: 'never' }, 'TreatMissingData never is not one of'],
    [{ ComparisonOperator: 'LessThanLowerThreshold' as const }, 'is not one of GreaterThanThreshold'],
    [{ Statistic: 'median' as 'Sum' }, 'The statistic median is not known'],
    [{ AlarmActions: ['arn:aws:swf:us-east-1:000000000000:action/x'] }, 'Invalid action'],
  ])('is refused with %o', async (settings, message) => {
    await using cloud = createWatchingCloud();
    await expect(cloud.alarm('bad', settings)).rejects.toThrow(message);
  });
});

describe('alarms at rest', () => {
  it('set no timers, however many they are', async () => {
    await using cloud = createWatchingCloud();
    for (let index = 0; index < 20; index++) await cloud.alarm(`errors-${index}`, { TreatMissingData: 'notBreaching' });
    await minutes(cloud, 10);
    let fired = 0;
    cloud.clock.on('cloudwatch.alarms', () => void fired++);
    await minutes(cloud, 10 + 24 * 60);
    expect(fired).toBe(0);
  });

  it('wake when data comes, also after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    {
      await using cloud = createWatchingCloud(directory);
      await cloud.alarm('errors', { TreatMissingData: 'ignore' });
      await minutes(cloud, 100);
      await cloud.put(1);
    }
    {
      await using cloud = createWatchingCloud(directory);
      await minutes(cloud, 101);
      expect(await cloud.state('errors')).toBe('ALARM');
      await minutes(cloud, 200);
      await cloud.put(0);
      await minutes(cloud, 201);
      expect(await cloud.state('errors')).toBe('OK');
    }
    rmSync(directory, { recursive: true });
  });
});
