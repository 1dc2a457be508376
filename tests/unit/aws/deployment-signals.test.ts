import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { deploymentAlarms } from '#domain/release-plan/alarms.ts';

const client = new CloudWatchClient({ region: 'us-east-1' });
const cloudWatch = mockClient(client);
const alarms = cloudWatchDeploymentAlarms(client);
const metrics = cloudWatchDeploymentMetrics(client);
const specs = deploymentAlarms({ endpointName: 'dev-churn', configName: 'green', blueConfigName: 'blue' });

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
          MetricName: 'Invocations',
          Dimensions: [
            { Name: 'EndpointName', Value: 'dev-churn' },
            { Name: 'VariantName', Value: 'AllTraffic' },
            { Name: 'EndpointConfigName', Value: 'blue' },
          ],
        },
        Period: 60,
        Stat: 'Sum',
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

  it('tell what a fleet answered by the minute: requests, and failures of both kinds', async () => {
    const [first, second] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-01T00:01:00Z')];
    cloudWatch
      .on(GetMetricDataCommand, { NextToken: undefined })
      .resolves({
        MetricDataResults: [
          { Id: 'm0', Timestamps: [first, second], Values: [30, 20] },
          { Id: 'm1', Timestamps: [first], Values: [2] },
        ],
        NextToken: 'more',
      })
      .on(GetMetricDataCommand, { NextToken: 'more' })
      .resolves({ MetricDataResults: [{ Id: 'm2', Timestamps: [first, second], Values: [1, 25] }] });
    const range = { from: first, to: new Date('2026-03-01T00:02:00Z') };
    expect(await metrics.traffic({ endpointName: 'dev-churn', configName: 'green' }, range)).toEqual(
      new Map([
        [first.toISOString(), { requests: 30, failures: 3 }],
        // Errors that were counted before their requests.
        [second.toISOString(), { requests: 20, failures: 20 }],
      ]),
    );
  });

  it('are empty for a fleet that answered nothing', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({});
    const range = { from: new Date(0), to: new Date(60_000) };
    expect((await metrics.traffic({ endpointName: 'dev-churn', configName: 'green' }, range)).size).toBe(0);
  });
});
