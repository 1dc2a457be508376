import type { MetricDataQuery, PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { dimensionList, dimensionRecord } from '../metrics/metric-identity.ts';
import type { AlarmState } from './evaluate-alarm.ts';

/** What an alarm says at one time. */
export interface StateReport {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
  /** Virtual ms since the epoch. */
  readonly at: number;
}

interface AlarmRecord<Kind extends 'metric' | 'composite', Configuration> {
  readonly kind: Kind;
  readonly name: string;
  readonly arn: string;
  readonly configuration: Configuration;
  readonly state: StateReport;
  /** When the state's value last changed. */
  readonly transitionedAt: number;
  readonly configuredAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

export type MetricAlarmRecord = AlarmRecord<'metric', PutMetricAlarmInput>;
export type CompositeAlarmRecord = AlarmRecord<'composite', PutCompositeAlarmInput>;
export type Alarm = MetricAlarmRecord | CompositeAlarmRecord;

/** The id of the query that stands for an alarm on one metric. */
export const SOLE_QUERY = 'm1';

/** What a metric alarm computes, with the id of the series it watches. */
export function alarmQueries(configuration: PutMetricAlarmInput): { queries: MetricDataQuery[]; watched: string } {
  const { Metrics } = configuration;
  if (Metrics !== undefined && Metrics.length > 0) {
    const returned = Metrics.find(({ ReturnData }) => ReturnData !== false) ?? Metrics[0];
    return { queries: Metrics, watched: returned?.Id ?? '' };
  }
  const { Namespace, MetricName, Dimensions = [], Period, Statistic, ExtendedStatistic, Unit } = configuration;
  const MetricStat = {
    Metric: { Namespace, MetricName, Dimensions: dimensionList(dimensionRecord(Dimensions)) },
    Period,
    Stat: ExtendedStatistic ?? Statistic,
    Unit,
  };
  return { queries: [{ Id: SOLE_QUERY, MetricStat, ReturnData: true }], watched: SOLE_QUERY };
}
