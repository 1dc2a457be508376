import { describe, expect, it } from 'vitest';
import { TEST_START } from '../testing/test-cloud.ts';
import { createWatchingCloud, type WatchingCloud } from './testing/watching-cloud.ts';

const MINUTE = 60_000;
const minutes = (cloud: WatchingCloud, count: number) => cloud.clock.advanceTo(TEST_START + count * MINUTE);

describe('a change of state', () => {
  it('is an event in the shape EventBridge rules match', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors', { AlarmDescription: 'too many' });
    await cloud.put(1);
    await minutes(cloud, 1);
    expect(cloud.events).toEqual([
      {
        source: 'aws.cloudwatch',
        detailType: 'CloudWatch Alarm State Change',
        resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors'],
        detail: {
          alarmName: 'errors',
          configuration: {
            description: 'too many',
            metrics: [
              {
                id: 'm1',
                metricStat: {
                  metric: { namespace: 'Test', name: 'Errors', dimensions: {} },
                  period: 60,
                  stat: 'Sum',
                },
                returnData: true,
              },
            ],
          },
          previousState: {
            value: 'INSUFFICIENT_DATA',
            reason: 'Unchecked: Initial alarm creation',
            timestamp: '2026-01-05T00:00:00.000+0000',
          },
          state: {
            value: 'ALARM',
            reason: expect.stringContaining('Threshold Crossed'),
            reasonData: expect.stringContaining('"recentDatapoints":[1]'),
            timestamp: '2026-01-05T00:01:00.000+0000',
          },
        },
      },
    ]);
  });

  it('notifies topics and functions', async () => {
    await using cloud = createWatchingCloud();
    const topic = 'arn:aws:sns:us-east-1:000000000000:news';
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:act';
    await cloud.alarm('errors', { AlarmActions: [topic, functionArn], OKActions: [topic] });
    await cloud.put(1);
    await minutes(cloud, 1);
    expect(cloud.published).toHaveLength(1);
    expect(cloud.published[0]).toMatchObject({ TopicArn: topic, Subject: 'ALARM: "errors" in us-east-1' });
    expect(JSON.parse(cloud.published[0]?.Message ?? '')).toMatchObject({
      AlarmName: 'errors',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      Trigger: { MetricName: 'Errors', Statistic: 'SUM', Threshold: 0 },
    });
    expect(cloud.invoked).toMatchObject([{ functionArn, payload: { alarmData: { state: { value: 'ALARM' } } } }]);
    await cloud.call('cloudwatch', 'DisableAlarmActions', { AlarmNames: ['errors'] });
    await cloud.put(0);
    await minutes(cloud, 2);
    expect(await cloud.state('errors')).toBe('OK');
    expect(cloud.published).toHaveLength(1);
  });

  it('is in the history', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors');
    await cloud.put(1);
    await minutes(cloud, 1);
    const answer = await cloud.call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: 'errors' });
    expect((answer as { AlarmHistoryItems: object[] }).AlarmHistoryItems).toMatchObject([
      { HistoryItemType: 'StateUpdate', HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM' },
      { HistoryItemType: 'ConfigurationUpdate', HistorySummary: 'Alarm "errors" created' },
    ]);
  });
});

describe('SetAlarmState', () => {
  it('lasts until the metric says otherwise', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors', { TreatMissingData: 'notBreaching' });
    await minutes(cloud, 10);
    await cloud.call('cloudwatch', 'SetAlarmState', {
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateReason: 'by hand',
    });
    expect(await cloud.describe('errors')).toMatchObject({ StateValue: 'ALARM', StateReason: 'by hand' });
    await minutes(cloud, 11);
    expect(await cloud.state('errors')).toBe('OK');
  });
});

describe('a composite alarm', () => {
  it('follows the alarms of its rule', async () => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors');
    await cloud.alarm('latency', { MetricName: 'Latency' });
    await cloud.call('cloudwatch', 'PutCompositeAlarm', {
      AlarmName: 'both',
      AlarmRule: 'ALARM(errors) AND NOT (OK("latency") OR INSUFFICIENT_DATA(latency))',
    });
    const composite = async () => {
      const answer = await cloud.call('cloudwatch', 'DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] });
      return (answer as { CompositeAlarms: { StateValue: string }[] }).CompositeAlarms[0]?.StateValue;
    };
    expect(await composite()).toBe('OK');
    await cloud.put(1);
    await minutes(cloud, 1);
    expect(await composite()).toBe('OK');
    await cloud.put(1);
    await cloud.put(1, { MetricName: 'Latency' });
    await minutes(cloud, 2);
    expect(await composite()).toBe('ALARM');
  });

  it.each([
    ['ALARM(gone)', 'Could not find alarm gone'],
    ['ALARM(errors', ') is missing'],
    ['ALARM(errors) XOR OK(errors)', 'XOR is unexpected'],
  ])('is refused with the rule %s', async (AlarmRule, message) => {
    await using cloud = createWatchingCloud();
    await cloud.alarm('errors');
    await expect(cloud.call('cloudwatch', 'PutCompositeAlarm', { AlarmName: 'c', AlarmRule })).rejects.toThrow(message);
  });
});
