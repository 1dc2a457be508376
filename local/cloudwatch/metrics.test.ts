import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createWatchingCloud, type WatchingCloud } from './testing/watching-cloud.ts';

const MINUTE = 60_000;
const at = (minutes: number) => new Date(TEST_START + minutes * MINUTE);

async function statistics(cloud: WatchingCloud, settings: object = {}) {
  const answer = await cloud.call('cloudwatch', 'GetMetricStatistics', {
    Namespace: 'Test',
    MetricName: 'Errors',
    StartTime: at(0),
    EndTime: at(10),
    Period: 60,
    Statistics: ['Sum', 'SampleCount'],
    ...settings,
  });
  return (answer as { Datapoints: object[] }).Datapoints;
}

async function data(cloud: WatchingCloud, MetricDataQueries: object[], settings: object = {}) {
  const range = { StartTime: at(0), EndTime: at(10), ScanBy: 'TimestampAscending' };
  const answer = await cloud.call('cloudwatch', 'GetMetricData', { MetricDataQueries, ...range, ...settings });
  return (answer as { MetricDataResults: { Id: string; Values: number[]; Timestamps: Date[] }[] }).MetricDataResults;
}

const query = (Id: string, MetricName: string, Stat = 'Sum') => ({
  Id,
  MetricStat: { Metric: { Namespace: 'Test', MetricName }, Period: 60, Stat },
});

describe('PutMetricData', () => {
  it('takes values, counts and statistic sets at the times given', async () => {
    await using cloud = createWatchingCloud();
    await cloud.clock.advanceTo(TEST_START + 10 * MINUTE);
    await cloud.put(3, { Timestamp: at(1) });
    await cloud.put(0, { Value: undefined, Values: [1, 2], Counts: [3, 4], Timestamp: at(1) });
    const StatisticValues = { SampleCount: 5, Sum: 50, Minimum: 1, Maximum: 20 };
    await cloud.put(0, { Value: undefined, StatisticValues, Timestamp: at(2) });
    expect(await statistics(cloud)).toEqual([
      { Timestamp: at(1), Unit: 'None', Sum: 14, SampleCount: 8 },
      { Timestamp: at(2), Unit: 'None', Sum: 50, SampleCount: 5 },
    ]);
  });

  it('tells metrics apart by all their dimensions, in any order', async () => {
    await using cloud = createWatchingCloud();
    const dimensions = [
      { Name: 'Endpoint', Value: 'e' },
      { Name: 'Variant', Value: 'v' },
    ];
    await cloud.put(1, { Dimensions: dimensions });
    await cloud.put(2, { Dimensions: [...dimensions].reverse() });
    await cloud.put(8, { Dimensions: dimensions.slice(0, 1) });
    expect(await statistics(cloud, { Dimensions: dimensions })).toMatchObject([{ Sum: 3 }]);
    expect(await statistics(cloud)).toEqual([]);
    const listed = await cloud.call('cloudwatch', 'ListMetrics', { Dimensions: [{ Name: 'Endpoint' }] });
    expect((listed as { Metrics: object[] }).Metrics).toHaveLength(2);
  });

  it.each([
    ['AWS/SageMaker', {}, 'The value AWS/SageMaker for parameter Namespace is invalid'],
    ['Test', { Value: Number.NaN }, 'is invalid'],
    ['Test', { Values: [1, 2], Counts: [1] }, 'must be of the same size'],
    ['Test', { Timestamp: at(-21_000) }, 'more than two weeks in the past'],
  ])('refuses %s %o', async (Namespace, datum, message) => {
    await using cloud = createWatchingCloud();
    const MetricData = [{ MetricName: 'Errors', Value: 1, ...datum }];
    await expect(cloud.call('cloudwatch', 'PutMetricData', { Namespace, MetricData })).rejects.toThrow(message);
  });
});

describe('GetMetricData', () => {
  it('computes metrics and expressions, and answers those asked for', async () => {
    await using cloud = createWatchingCloud();
    for (const [MetricName, Value, minute] of [
      ['Errors', 2, 1],
      ['Requests', 10, 1],
      ['Requests', 30, 2],
    ] as const) {
      await cloud.put(Value, { MetricName, Timestamp: at(minute) });
    }
    const results = await data(cloud, [
      { ...query('errors', 'Errors'), ReturnData: false },
      { ...query('requests', 'Requests'), ReturnData: false },
      { Id: 'rate', Expression: '100 * FILL(errors, 0) / requests', Label: 'error rate' },
    ]);
    expect(results).toEqual([
      { Id: 'rate', Label: 'error rate', Timestamps: [at(1), at(2)], Values: [20, 0], StatusCode: 'Complete' },
    ]);
  });

  it('answers the newest first unless asked otherwise', async () => {
    await using cloud = createWatchingCloud();
    for (const minute of [1, 2, 3]) await cloud.put(minute, { Timestamp: at(minute) });
    const [result] = await data(cloud, [query('m', 'Errors')], { ScanBy: undefined });
    expect(result?.Values).toEqual([3, 2, 1]);
  });

  it('resolves seconds where they were stored, and minutes elsewhere', async () => {
    await using cloud = createWatchingCloud();
    for (const second of [1, 2, 11]) {
      const time = { Timestamp: new Date(TEST_START + second * 1000) };
      await cloud.put(second, { ...time, StorageResolution: 1 });
      await cloud.put(second, { ...time, MetricName: 'Coarse' });
    }
    const fine = (MetricName: string) => {
      const whole = query('m', MetricName);
      return [{ ...whole, MetricStat: { ...whole.MetricStat, Period: 10 } }];
    };
    expect((await data(cloud, fine('Errors')))[0]?.Values).toEqual([3, 11]);
    expect((await data(cloud, fine('Coarse')))[0]?.Values).toEqual([14]);
    expect((await data(cloud, [query('m', 'Errors')]))[0]?.Values).toEqual([14]);
  });

  it('shows SageMaker metrics some seconds after their minute ended', async () => {
    await using cloud = createWatchingCloud();
    cloud.metric({ namespace: 'AWS/SageMaker', name: 'Invocations', dimensions: {}, value: 1 });
    const ask = async () => {
      const whole = query('m', 'Invocations');
      const Metric = { ...whole.MetricStat.Metric, Namespace: 'AWS/SageMaker' };
      return (await data(cloud, [{ ...whole, MetricStat: { ...whole.MetricStat, Metric } }]))[0]?.Values;
    };
    await cloud.clock.advanceTo(TEST_START + MINUTE + 14_999);
    expect(await ask()).toEqual([]);
    await cloud.clock.advanceTo(TEST_START + MINUTE + 15_000);
    expect(await ask()).toEqual([1]);
  });

  it('names an expression that cannot be computed', async () => {
    await using cloud = createWatchingCloud();
    await expect(data(cloud, [{ Id: 'e', Expression: 'm9 + 1', Period: 60 }])).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Error in expression: There is no metric with the id m9.',
    });
    await expect(
      data(cloud, [
        { Id: 'a', Expression: 'b', Period: 60 },
        { Id: 'b', Expression: 'a', Period: 60 },
      ]),
    ).rejects.toThrow('The expression a uses itself.');
  });
});

describe('what was measured', () => {
  it('is there after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'andon-test-'));
    {
      await using cloud = createWatchingCloud(directory);
      await cloud.put(5);
      cloud.metric({ namespace: 'Test', name: 'Errors', dimensions: {}, value: 2, count: 3 });
    }
    {
      await using cloud = createWatchingCloud(directory);
      await cloud.put(1);
      expect(await statistics(cloud)).toMatchObject([{ Sum: 12, SampleCount: 5 }]);
    }
    rmSync(directory, { recursive: true });
  });

  it('loses its seconds after three hours, keeps its minutes, and is gone after fifteen days', async () => {
    await using cloud = createWatchingCloud();
    const old = { StorageResolution: 1, Timestamp: at(0) };
    await cloud.put(1, old);
    await cloud.clock.advanceTo(TEST_START + 4 * 3_600_000);
    await cloud.put(2, { StorageResolution: 1 });
    expect(await statistics(cloud, { Period: 10 })).toMatchObject([{ Sum: 1 }]);
    await cloud.clock.advanceTo(TEST_START + 16 * 86_400_000);
    await cloud.put(4, { StorageResolution: 1 });
    expect(await statistics(cloud)).toEqual([]);
  });

  it('keeps sums and percentiles over many requests', async () => {
    await using cloud = createWatchingCloud();
    await cloud.clock.advanceTo(TEST_START + 60 * MINUTE);
    for (let request = 0; request < 20_000; request++) {
      const value = 1000 + ((request * 7919) % 5000);
      cloud.metric({ namespace: 'Test', name: 'Latency', dimensions: {}, value, at: TEST_START + request * 180 });
    }
    const range = { MetricName: 'Latency', EndTime: at(60), Period: 3600, ExtendedStatistics: ['p50', 'p99'] };
    const [hour] = (await statistics(cloud, range)) as { Sum: number; ExtendedStatistics: Record<string, number> }[];
    expect(hour).toMatchObject({ SampleCount: 20_000, Sum: 69_990_000 });
    expect(hour?.ExtendedStatistics.p50).toBeCloseTo(3500, -2);
    expect(hour?.ExtendedStatistics.p99).toBeCloseTo(5950, -2);
  });
});
