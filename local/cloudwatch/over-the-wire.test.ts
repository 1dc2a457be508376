import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { CreateService } from '../cloud.ts';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createCloudWatch } from './service.ts';

const eventbridge: CreateService = () => ({ id: 'eventbridge', operations: {}, ports: { emit: () => undefined } });
const MINUTE = 60_000;

describe('CloudWatch over the wire', () => {
  it('takes data and answers statistics, metric math and alarms', async () => {
    await using cloud = await createServedCloud({ services: [eventbridge, createCloudWatch] });
    const client = new CloudWatchClient(cloud.client);
    const metric = { Namespace: 'Andon', MetricName: 'Errors' };
    await client.send(
      new PutMetricAlarmCommand({
        ...metric,
        AlarmName: 'errors',
        Statistic: 'Maximum',
        Period: 10,
        EvaluationPeriods: 1,
        Threshold: 0.5,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    const Dimensions = [{ Name: 'Fleet', Value: 'green' }];
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'Andon',
        MetricData: [
          { MetricName: 'Errors', Value: 1, Timestamp: new Date(TEST_START), StorageResolution: 1, Unit: 'Count' },
          { MetricName: 'Latency', Dimensions, Values: [0.1, 0.25], Counts: [3, 1], Timestamp: new Date(TEST_START) },
        ],
      }),
    );
    await cloud.clock.advanceTo(TEST_START + MINUTE);
    const range = { StartTime: new Date(TEST_START), EndTime: new Date(TEST_START + MINUTE) };
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        ...range,
        Namespace: 'Andon',
        MetricName: 'Latency',
        Dimensions,
        Period: 60,
        Statistics: ['SampleCount', 'Maximum'],
        ExtendedStatistics: ['p50', 'PR(:0.2)'],
      }),
    );
    expect(Datapoints).toEqual([
      {
        Timestamp: new Date(TEST_START),
        Unit: 'None',
        SampleCount: 4,
        Maximum: 0.25,
        ExtendedStatistics: { p50: 0.1, 'PR(:0.2)': 75 },
      },
    ]);
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        ...range,
        MetricDataQueries: [
          { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
          { Id: 'e', Expression: 'm * 2' },
        ],
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'e', Timestamps: [new Date(TEST_START)], Values: [2] }]);
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'err' }));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'errors',
        StateValue: 'ALARM',
        Period: 10,
        StateTransitionedTimestamp: new Date(TEST_START + 10_000),
      },
    ]);
    expect(cloud.logged).toEqual([]);
  });

  it('answers modelled errors by name', async () => {
    await using cloud = await createServedCloud({ services: [eventbridge, createCloudWatch] });
    const client = new CloudWatchClient(cloud.client);
    const bad = new PutMetricDataCommand({ Namespace: 'AWS/Own', MetricData: [{ MetricName: 'a', Value: 1 }] });
    await expect(client.send(bad)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});
