import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { ServiceError } from '../../cloud.ts';
import { alarmQueries } from '../alarms/alarm.ts';
import { checkActions } from '../alarms/alarm-actions.ts';
import { queryPeriod, runQueries } from '../metrics/metric-query.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { checkPeriod } from './statistics.ts';

const COMPARISONS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** @throws ServiceError ValidationError for an alarm that could not be evaluated */
export function checkMetricAlarm(metrics: MetricStore, input: PutMetricAlarmInput): void {
  const { AlarmName, EvaluationPeriods = 0, DatapointsToAlarm = EvaluationPeriods, Threshold, Metrics = [] } = input;
  if (AlarmName === undefined || AlarmName === '') throw invalid('The parameter AlarmName is required.');
  if ((input.MetricName === undefined) === (Metrics.length === 0)) {
    throw invalid('Exactly one of the elements MetricName and Metrics is required in the alarm.');
  }
  if (Threshold === undefined || !Number.isFinite(Threshold)) throw invalid('The parameter Threshold is required.');
  if (!COMPARISONS.includes(input.ComparisonOperator ?? '')) {
    throw invalid(`The ComparisonOperator ${input.ComparisonOperator} is not one of ${COMPARISONS.join(', ')}.`);
  }
  if (!(EvaluationPeriods >= 1)) throw invalid('EvaluationPeriods must be at least 1.');
  if (!(DatapointsToAlarm >= 1 && DatapointsToAlarm <= EvaluationPeriods)) {
    throw invalid('DatapointsToAlarm must be between 1 and EvaluationPeriods.');
  }
  if (input.TreatMissingData !== undefined && !TREATMENTS.includes(input.TreatMissingData)) {
    throw invalid(`TreatMissingData ${input.TreatMissingData} is not one of ${TREATMENTS.join(', ')}.`);
  }
  const { queries } = alarmQueries(input);
  if (Metrics.length > 0 && Metrics.filter(({ ReturnData }) => ReturnData !== false).length !== 1) {
    throw invalid('Exactly one element of the metrics list should return data.');
  }
  for (const query of queries) {
    const period = queryPeriod(query, queries);
    checkPeriod(period);
    if (period * EvaluationPeriods > 7 * 86_400) throw invalid('An alarm looks back at most seven days.');
  }
  // Reads every expression and statistic once; what is wrong with them is better said now than at the first evaluation.
  runQueries(metrics, queries, (seconds) => ({ start: 0, seconds, count: 1 }));
  for (const actions of [input.AlarmActions, input.OKActions, input.InsufficientDataActions]) checkActions(actions);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
