import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataInput,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { Judge } from '#domain/manifest/schema.ts';
import { deploymentAlarms } from '#domain/release-plan/alarms.ts';
import { seriesOf } from '#domain/release-plan/counted-series.ts';
import { releaseMetrics } from '#domain/release-plan/release-metrics.ts';

const client = new CloudWatchClient({ region: 'us-east-1' });
const cloudWatch = mockClient(client);
const alarms = cloudWatchDeploymentAlarms(client);
const metrics = cloudWatchDeploymentMetrics(client);
const specs = deploymentAlarms({
  endpointName: 'dev-churn',
  configName: 'green',
  blueConfigName: 'blue',
  metricsEverySeconds: 60,
});

beforeEach(() => cloudWatch.reset());

describe('the alarms of a deployment', () => {
  it('are put as CloudWatch wants them: one metric, or an expression over several', async () => {
    cloudWatch.on(PutMetricAlarmCommand).resolves({});
    for (const spec of specs) await alarms.put(spec);
    const [killSwitch, judgeAlive, backstop] = cloudWatch
      .commandCalls(PutMetricAlarmCommand)
      .map(({ args }) => args[0].input);
    expect(killSwitch).toMatchObject({
      AlarmName: 'green-kill-switch',
      Namespace: 'Andon',
      MetricName: 'KillSwitch',
      Dimensions: [{ Name: 'EndpointConfigName', Value: 'green' }],
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
    });
    expect(judgeAlive).toMatchObject({
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 5,
      TreatMissingData: 'breaching',
    });
    expect(backstop).not.toHaveProperty('MetricName');
    expect(backstop?.Metrics?.filter(({ ReturnData }) => ReturnData)).toMatchObject([{ Id: 'measured' }]);
    expect(backstop?.Metrics?.find(({ Id }) => Id === 'blueAll')).toEqual({
      Id: 'blueAll',
      ReturnData: false,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName: 'Invocation5XXErrors',
          Dimensions: [
            { Name: 'EndpointName', Value: 'dev-churn' },
            { Name: 'VariantName', Value: 'AllTraffic' },
            { Name: 'EndpointConfigName', Value: 'blue' },
          ],
        },
        Period: 60,
        Stat: 'SampleCount',
      },
    });
  });

  it('tell their states, and only those that exist are deleted', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: 'a', StateValue: 'ALARM' }] });
    expect(await alarms.states(['a', 'b'])).toEqual(new Map([['a', 'ALARM']]));
    await alarms.delete(['a', 'b']);
    expect(cloudWatch.commandCalls(DeleteAlarmsCommand)[0]?.args[0].input).toEqual({ AlarmNames: ['a'] });
  });

  it('are not asked for when there are none to delete', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
    await alarms.delete([]);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand)).toHaveLength(0);
    await alarms.delete(['gone']);
    expect(cloudWatch.commandCalls(DeleteAlarmsCommand)).toHaveLength(0);
  });

  it('are listed by how their names begin, page by page', async () => {
    cloudWatch
      .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'dev-churn-e', NextToken: undefined })
      .resolves({ MetricAlarms: [{ AlarmName: 'a' }], NextToken: 'more' })
      .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'dev-churn-e', NextToken: 'more' })
      .resolves({ MetricAlarms: [{ AlarmName: 'b' }] });
    expect(await alarms.list('dev-churn-e')).toEqual(['a', 'b']);
  });
});

describe('the metrics of a deployment', () => {
  it('pull the cord in high resolution, and say that somebody watches', async () => {
    cloudWatch.on(PutMetricDataCommand).resolves({});
    await metrics.setKillSwitch('green', 1);
    await metrics.reportAlive('green');
    const Dimensions = [{ Name: 'EndpointConfigName', Value: 'green' }];
    expect(cloudWatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Namespace: 'Andon',
        MetricData: [{ MetricName: 'KillSwitch', Dimensions, Unit: 'None', Value: 1, StorageResolution: 1 }],
      },
      {
        Namespace: 'Andon',
        MetricData: [{ MetricName: 'JudgeAlive', Dimensions, Unit: 'None', Value: 1, StorageResolution: 60 }],
      },
    ]);
  });

  const [first, second] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-01T00:01:00Z')];
  const range = { from: first, to: new Date('2026-03-01T00:02:00Z') };
  const green = { endpointName: 'dev-churn', configName: 'green' };
  const judge = Judge.parse({
    slow: { milliseconds: 250 },
    custom: [
      { name: 'fallbacks', namespace: 'Churn', events: 'Fallbacks', total: 'Answers', dimensions: { Tier: 'a' } },
    ],
  });
  const series = releaseMetrics(judge).map(({ source }) => seriesOf(source, green));
  const refused = Object.assign(new Error('The statistic is invalid.'), { name: 'ValidationError', $fault: 'client' });

  it('are asked for all at once, numerator and denominator by the same dimensions', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({});
    await metrics.traffic(series, range);
    const calls = cloudWatch.commandCalls(GetMetricDataCommand);
    expect(calls).toHaveLength(1);
    const variant = [
      { Name: 'EndpointName', Value: 'dev-churn' },
      { Name: 'VariantName', Value: 'AllTraffic' },
      { Name: 'EndpointConfigName', Value: 'green' },
    ];
    const own = [
      { Name: 'Tier', Value: 'a' },
      { Name: 'EndpointConfigName', Value: 'green' },
    ];
    const asked = (calls[0]?.args[0].input.MetricDataQueries ?? []).map(({ MetricStat }) => [
      MetricStat?.Metric?.Namespace,
      MetricStat?.Metric?.MetricName,
      MetricStat?.Stat,
      MetricStat?.Period,
      MetricStat?.Metric?.Dimensions,
    ]);
    expect(asked).toEqual([
      ['AWS/SageMaker', 'Invocation5XXErrors', 'Sum', 60, variant],
      ['AWS/SageMaker', 'Invocation5XXErrors', 'SampleCount', 60, variant],
      ['AWS/SageMaker', 'Invocation4XXErrors', 'Sum', 60, variant],
      ['AWS/SageMaker', 'Invocation4XXErrors', 'SampleCount', 60, variant],
      ['AWS/SageMaker', 'ModelLatency', 'TC(250000:)', 60, variant],
      ['AWS/SageMaker', 'ModelLatency', 'SampleCount', 60, variant],
      ['Churn', 'Fallbacks', 'Sum', 60, own],
      ['Churn', 'Answers', 'Sum', 60, own],
    ]);
  });

  it('are put together by the minute, page by page', async () => {
    cloudWatch
      .on(GetMetricDataCommand, { NextToken: undefined })
      .resolves({
        MetricDataResults: [
          { Id: 'failures0', Timestamps: [first], Values: [2], StatusCode: 'PartialData' },
          { Id: 'requests0', Timestamps: [first], Values: [30], StatusCode: 'PartialData' },
        ],
        NextToken: 'more',
      })
      .on(GetMetricDataCommand, { NextToken: 'more' })
      .resolves({
        MetricDataResults: [
          // Errors that were counted before their requests.
          { Id: 'failures0', Timestamps: [second], Values: [25] },
          { Id: 'requests0', Timestamps: [second], Values: [20] },
          { Id: 'requests1', Timestamps: [second], Values: [20] },
        ],
      });
    expect(await metrics.traffic(series.slice(0, 3), range)).toEqual([
      {
        minutes: new Map([
          [first.toISOString(), { requests: 30, failures: 2 }],
          [second.toISOString(), { requests: 20, failures: 20 }],
        ]),
      },
      { minutes: new Map([[second.toISOString(), { requests: 20, failures: 0 }]]) },
      { minutes: new Map() },
    ]);
  });

  it('take more than one request where there are more than 500 queries', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({});
    const many = Array.from({ length: 251 }, () => series[0]!);
    expect(await metrics.traffic(many, range)).toHaveLength(251);
    const sizes = cloudWatch
      .commandCalls(GetMetricDataCommand)
      .map(({ args }) => args[0].input.MetricDataQueries?.length);
    expect(sizes).toEqual([500, 2]);
  });

  it('are none where no minute has settled yet', async () => {
    expect(await metrics.traffic(series.slice(0, 1), { from: second, to: second })).toEqual([{ minutes: new Map() }]);
    expect(await metrics.traffic(series.slice(0, 1), { from: second, to: first })).toEqual([{ minutes: new Map() }]);
    expect(cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(0);
  });

  it('say of one that CloudWatch refuses why, and tell the others all the same', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries = [] }: GetMetricDataInput) => {
      if (MetricDataQueries.some(({ MetricStat }) => MetricStat?.Stat?.startsWith('TC('))) throw refused;
      return { MetricDataResults: [{ Id: 'requests0', Timestamps: [first], Values: [30] }] };
    });
    const told = { minutes: new Map([[first.toISOString(), { requests: 30, failures: 0 }]]) };
    const untold = { unmeasured: 'ValidationError: The statistic is invalid.' };
    expect(await metrics.traffic(series, range)).toEqual([told, told, untold, told]);
  });

  it('say of one that CloudWatch fails to read, or may not, that it is unmeasured', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [
        { Id: 'requests0', Timestamps: [first], Values: [30], StatusCode: 'Complete' },
        { Id: 'failures1', Timestamps: [], Values: [], StatusCode: 'InternalError' },
      ],
    });
    expect(await metrics.traffic(series.slice(0, 2), range)).toMatchObject([
      { minutes: expect.any(Map) },
      { unmeasured: 'CloudWatch answers InternalError.' },
    ]);
  });

  it.each([
    ['throttled', { name: 'ThrottlingException', $fault: 'client' }],
    ['not available', { name: 'InternalServiceFault', $fault: 'server' }],
    ['not reached', { name: 'Error', code: 'ECONNREFUSED' }],
  ])('throw when CloudWatch is %s, without asking one by one', async (_, error) => {
    cloudWatch.on(GetMetricDataCommand).rejects(Object.assign(new Error('no'), error));
    await expect(metrics.traffic(series, range)).rejects.toThrow('no');
    expect(cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(1);
  });
});
