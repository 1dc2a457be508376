export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** The data points of an evaluation range, the newest first; undefined where a period has no data. */
export type EvaluationRange = readonly (number | undefined)[];

export interface AlarmRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
  breaches(value: number): boolean;
}

export interface Evaluation {
  readonly state: AlarmState;
  /** Indices into the range of the data points that decided, the newest first. */
  readonly decided: readonly number[];
  /** How many periods without data were filled in. */
  readonly filled: number;
}

/** Periods looked at beyond EvaluationPeriods: the examples of the user guide retrieve 5 data points for 3 periods. */
export const EXTRA_PERIODS = 2;

/**
 * The state an evaluation range leads to; the present one where the rule keeps it. Source: CloudWatch user guide,
 * "How CloudWatch alarms evaluate missing data" (its tables are this function's tests). Where the guide is silent, for
 * `missing` with too few data points that all breach and are too young, the present state is kept.
 */
export function evaluateAlarm(range: EvaluationRange, rule: AlarmRule, present: AlarmState): Evaluation {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const existing = range.flatMap((value, index) => (value === undefined ? [] : [index]));
  const decided = existing.slice(0, evaluationPeriods);
  const breaching = decided.filter((index) => rule.breaches(range[index] as number)).length;
  const filled = evaluationPeriods - decided.length;
  const given = (state: AlarmState): Evaluation => ({ state, decided, filled });
  if (breaching >= datapointsToAlarm) return given('ALARM');
  if (filled === 0) return given('OK');
  switch (treatMissingData) {
    case 'breaching':
      return given(breaching + filled >= datapointsToAlarm ? 'ALARM' : 'OK');
    case 'notBreaching':
      return given('OK');
    case 'ignore':
      return given(breaching < decided.length ? 'OK' : present);
    case 'missing': {
      if (decided.length === 0) return given('INSUFFICIENT_DATA');
      if (breaching < decided.length) return given('OK');
      // Everything that exists breaches: the oldest of it within the periods must be as old as DatapointsToAlarm.
      const oldest = decided.findLast((index) => index < evaluationPeriods);
      return given(oldest !== undefined && oldest + 1 >= datapointsToAlarm ? 'ALARM' : present);
    }
  }
}
