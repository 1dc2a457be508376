import type {
  CompositeAlarm,
  DescribeAlarmHistoryInput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsInput,
  ListTagsForResourceInput,
  MetricAlarm,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../cloud.ts';
import { type Alarm, alarmQueries } from '../alarms/alarm.ts';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import { dimensionRecord, metricKey } from '../metrics/metric-identity.ts';
import { queriedMetric } from '../metrics/metric-query.ts';

export function describeAlarmOperations(alarms: AlarmStore): Record<string, Operation> {
  return {
    /** Without AlarmTypes only metric alarms are answered, as CloudWatch does. */
    DescribeAlarms(input: DescribeAlarmsInput) {
      const { AlarmNames, AlarmNamePrefix = '', StateValue, AlarmTypes = ['MetricAlarm'], ActionPrefix } = input;
      const found = alarms.all().filter((alarm) => {
        const { configuration } = alarm;
        const actions = [configuration.AlarmActions, configuration.OKActions, configuration.InsufficientDataActions];
        return (
          AlarmTypes.includes(alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
          (AlarmNames === undefined || AlarmNames.includes(alarm.name)) &&
          alarm.name.startsWith(AlarmNamePrefix) &&
          (StateValue ?? alarm.state.value) === alarm.state.value &&
          (ActionPrefix === undefined || actions.flat().some((action) => action?.startsWith(ActionPrefix)))
        );
      });
      const { items, NextToken } = page(found, input.NextToken, input.MaxRecords ?? 50);
      return {
        MetricAlarms: items.filter(({ kind }) => kind === 'metric').map(describe),
        CompositeAlarms: items.filter(({ kind }) => kind === 'composite').map(describe),
        NextToken,
      };
    },

    DescribeAlarmsForMetric({ Namespace = '', MetricName = '', Dimensions }: DescribeAlarmsForMetricInput) {
      const key = metricKey({ namespace: Namespace, name: MetricName, dimensions: dimensionRecord(Dimensions) });
      const watches = (alarm: Alarm) =>
        alarm.kind === 'metric' &&
        alarmQueries(alarm.configuration)
          .queries.map(queriedMetric)
          .some((metric) => metric !== undefined && metricKey(metric) === key);
      return { MetricAlarms: alarms.all().filter(watches).map(describe) };
    },

    DescribeAlarmHistory(input: DescribeAlarmHistoryInput) {
      const { AlarmName, HistoryItemType, StartDate, EndDate, ScanBy } = input;
      const found = alarms.history
        .all()
        .filter(
          ({ alarm, type, at }) =>
            (AlarmName ?? alarm) === alarm &&
            (HistoryItemType ?? type) === type &&
            (StartDate === undefined || at >= new Date(StartDate).getTime()) &&
            (EndDate === undefined || at <= new Date(EndDate).getTime()),
        )
        .map(({ alarm, alarmType, type, summary, data, at }) => ({
          AlarmName: alarm,
          AlarmType: alarmType,
          Timestamp: new Date(at),
          HistoryItemType: type,
          HistorySummary: summary,
          HistoryData: data,
        }));
      if (ScanBy !== 'TimestampAscending') found.reverse();
      const { items, NextToken } = page(found, input.NextToken, input.MaxRecords ?? 100);
      return { AlarmHistoryItems: items, NextToken };
    },

    ListTagsForResource({ ResourceARN = '' }: ListTagsForResourceInput) {
      const { tags } = alarms.byArn(ResourceARN);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },

    TagResource({ ResourceARN = '', Tags = [] }: TagResourceInput) {
      const alarm = alarms.byArn(ResourceARN);
      const added = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      alarms.replace({ ...alarm, tags: { ...alarm.tags, ...added } });
      return {};
    },

    UntagResource({ ResourceARN = '', TagKeys = [] }: UntagResourceInput) {
      const alarm = alarms.byArn(ResourceARN);
      const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key));
      alarms.replace({ ...alarm, tags: Object.fromEntries(kept) });
      return {};
    },
  };
}

function describe({ configuration, arn, state, transitionedAt, configuredAt }: Alarm): MetricAlarm & CompositeAlarm {
  const { Tags: _kept, ...configured } = configuration;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...configured,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(transitionedAt),
  };
}

function page<T>(items: readonly T[], token: string | undefined, size: number): { items: T[]; NextToken?: string } {
  const from = token === undefined ? 0 : Number(token);
  const next = from + size;
  return { items: items.slice(from, next), ...(next < items.length ? { NextToken: String(next) } : {}) };
}
