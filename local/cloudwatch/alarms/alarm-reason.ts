import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Periods } from '../metrics/metric-query.ts';
import type { StateReport } from './alarm.ts';
import type { Evaluation, EvaluationRange } from './evaluate-alarm.ts';

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

interface Facts {
  readonly configuration: PutMetricAlarmInput;
  readonly range: EvaluationRange;
  readonly periods: Periods;
  readonly evaluation: Evaluation;
  readonly now: number;
}

/** Why an alarm has a state, in the words and the reason data CloudWatch gives. */
export function explain({ configuration, range, periods, evaluation, now }: Facts): StateReport {
  const { state, decided, filled } = evaluation;
  const {
    Threshold = 0,
    ComparisonOperator = '',
    EvaluationPeriods = 1,
    DatapointsToAlarm = EvaluationPeriods,
  } = configuration;
  const startOf = (index: number) => periods.start + (periods.count - 1 - index) * periods.seconds * 1000;
  const shown = decided.map((index) => `${decimal(range[index] as number)} (${shortDate(startOf(index))})`);
  const reasonData = {
    version: '1.0',
    queryDate: awsTimestamp(now),
    ...(decided.length === 0 ? {} : { startDate: awsTimestamp(startOf(decided.at(-1) as number)) }),
    ...(configuration.Statistic === undefined ? {} : { statistic: configuration.Statistic }),
    period: periods.seconds,
    recentDatapoints: decided.map((index) => range[index]).reverse(),
    threshold: Threshold,
    evaluatedDatapoints: decided.map((index) => ({ timestamp: awsTimestamp(startOf(index)), value: range[index] })),
  };
  return { value: state, reason: reason(), reasonData: JSON.stringify(reasonData), at: now };

  function reason(): string {
    if (state === 'INSUFFICIENT_DATA')
      return `Insufficient Data: ${plural(EvaluationPeriods)} ${was(EvaluationPeriods)} unknown.`;
    const negation = state === 'ALARM' ? '' : 'not ';
    const compared = `${negation}${COMPARISONS[ComparisonOperator]} the threshold (${decimal(Threshold)})`;
    const treated = filled > 0 ? treatment() : '';
    if (shown.length === 0)
      return `Threshold Crossed: no datapoints were received for ${plural(EvaluationPeriods, 'period')} and ${treated}.`;
    const mention = treated === '' ? '' : ` and ${treated}`;
    if (EvaluationPeriods === 1) return `Threshold Crossed: ${plural(1)} [${shown[0]}] was ${compared}${mention}.`;
    const minimum = state === 'ALARM' ? ` (minimum ${plural(DatapointsToAlarm)} for OK -> ALARM transition)` : '';
    return `Threshold Crossed: ${shown.length} out of the last ${EvaluationPeriods} datapoints [${shown.join(', ')}] were ${compared}${mention}${minimum}.`;
  }

  function treatment(): string {
    const how = { breaching: 'Breaching', notBreaching: 'NonBreaching' }[String(configuration.TreatMissingData)];
    if (how === undefined) return '';
    return `${plural(filled, 'missing datapoint')} ${was(filled)} treated as [${how}]`;
  }
}

/** The state of an alarm nothing is known of yet. */
export function initialState(now: number): StateReport {
  return { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', at: now };
}

/** ISO 8601 with an offset without colon, as alarm events carry it. */
export function awsTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

/** Day first, as the reasons show it: 05/01/26 00:00:00. */
function shortDate(ms: number): string {
  const [, year = '', month = '', day = '', time = ''] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)T([\d:]{8})/.exec(new Date(ms).toISOString()) ?? [];
  return `${day}/${month}/${year} ${time}`;
}

/** Java's way to print a double: 1.0, 0.25. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function plural(count: number, noun = 'datapoint'): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were';
}
