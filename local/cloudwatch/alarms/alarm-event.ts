import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceEvent } from '../../cloud.ts';
import { dimensionRecord } from '../metrics/metric-identity.ts';
import { type Alarm, alarmQueries, type StateReport } from './alarm.ts';
import { awsTimestamp } from './alarm-reason.ts';

/** `CloudWatch Alarm State Change`, as the CloudWatch user guide shows it. */
export function stateChangeEvent(alarm: Alarm, previous: StateReport): ServiceEvent {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: configurationDetail(alarm),
      previousState: stateDetail(previous),
      state: stateDetail(alarm.state),
    },
  };
}

export function stateDetail({ value, reason, reasonData, at }: StateReport): object {
  return { value, reason, ...(reasonData === undefined ? {} : { reasonData }), timestamp: awsTimestamp(at) };
}

export function configurationDetail(alarm: Alarm): object {
  const { AlarmDescription } = alarm.configuration;
  const described = AlarmDescription === undefined ? {} : { description: AlarmDescription };
  if (alarm.kind === 'composite') return { ...described, alarmRule: alarm.configuration.AlarmRule };
  return { ...described, metrics: alarmQueries(alarm.configuration).queries.map(queryDetail) };
}

function queryDetail({ Id, MetricStat, Expression, Label, ReturnData }: MetricDataQuery): object {
  const common = { id: Id, ...(Label === undefined ? {} : { label: Label }), returnData: ReturnData ?? true };
  if (MetricStat === undefined) return { ...common, expression: Expression };
  const { Metric, Period, Stat, Unit } = MetricStat;
  const metric = {
    namespace: Metric?.Namespace,
    name: Metric?.MetricName,
    dimensions: dimensionRecord(Metric?.Dimensions),
  };
  return {
    ...common,
    metricStat: { metric, period: Period, stat: Stat, ...(Unit === undefined ? {} : { unit: Unit }) },
  };
}
