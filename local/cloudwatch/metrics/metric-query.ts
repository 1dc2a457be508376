import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ServiceError } from '../../cloud.ts';
import { evaluateExpression } from '../math/evaluate.ts';
import { parseExpression } from '../math/parse.ts';
import { MetricMathError, type Points, series, type Value } from '../math/value.ts';
import { dimensionRecord, type MetricIdentity } from './metric-identity.ts';
import type { MetricStore } from './metric-store.ts';
import { parseStatistic } from './statistic.ts';

/** The periods of a range: `count` stretches of `seconds` each, the first beginning at `start` (ms since the epoch). */
export interface Periods {
  readonly start: number;
  readonly seconds: number;
  readonly count: number;
}

/** The metric a query reads, if it reads one. */
export function queriedMetric({ MetricStat }: MetricDataQuery): MetricIdentity | undefined {
  if (MetricStat === undefined) return undefined;
  const { Namespace = '', MetricName = '', Dimensions } = MetricStat.Metric ?? {};
  return { namespace: Namespace, name: MetricName, dimensions: dimensionRecord(Dimensions) };
}

/** Seconds of a query's periods; expressions take those of the metrics they use. */
export function queryPeriod(query: MetricDataQuery, queries: readonly MetricDataQuery[]): number {
  const own = query.MetricStat?.Period ?? query.Period;
  const others = queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0);
  return own ?? Math.max(...others, 1);
}

/** Points of one metric, one for each period that has data. @throws ServiceError for an unknown statistic */
export function readPoints(
  store: MetricStore,
  { metric, stat }: { readonly metric: MetricIdentity; readonly stat: string },
  { start, seconds, count }: Periods,
): Points {
  const statistic = parseStatistic(stat);
  const points = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const from = start + index * seconds * 1000;
    const bucket = store.read(metric, from, from + seconds * 1000);
    const value = bucket === undefined ? undefined : statistic(bucket);
    if (value !== undefined) points.set(from, value);
  }
  return points;
}

/**
 * Computes every query of a request over the same range, `periodsOf` giving its periods of a length.
 * @throws ServiceError ValidationError for an unknown id, a cycle, or an expression that cannot be computed
 */
export function runQueries(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  periodsOf: (seconds: number) => Periods,
): Map<string, Value> {
  const results = new Map<string, Value>();
  const open = new Set<string>();
  const byId = new Map(queries.map((query) => [query.Id ?? '', query]));

  const result = (id: string): Value => {
    const known = results.get(id);
    if (known !== undefined) return known;
    const query = byId.get(id);
    if (query === undefined) throw new MetricMathError(`There is no metric with the id ${id}.`);
    if (open.has(id)) throw new MetricMathError(`The expression ${id} uses itself.`);
    open.add(id);
    const value = compute(query);
    open.delete(id);
    results.set(id, value);
    return value;
  };
  const compute = (query: MetricDataQuery): Value => {
    const periods = periodsOf(queryPeriod(query, queries));
    const metric = queriedMetric(query);
    if (metric !== undefined) {
      const stat = query.MetricStat?.Stat ?? '';
      const { Unit } = query.MetricStat ?? {};
      if (Unit !== undefined && Unit !== (store.unitOf(metric) ?? Unit)) return series(new Map());
      return series(readPoints(store, { metric, stat }, periods));
    }
    const metricIds = queries.filter(({ MetricStat }) => MetricStat !== undefined).map(({ Id = '' }) => Id);
    return evaluateExpression(parseExpression(query.Expression ?? ''), {
      periods: Array.from({ length: periods.count }, (_, index) => periods.start + index * periods.seconds * 1000),
      periodSeconds: periods.seconds,
      lookup: result,
      metrics: () => metricIds.flatMap((id) => pointsOf(result(id))),
    });
  };

  try {
    for (const id of byId.keys()) result(id);
  } catch (error) {
    if (!(error instanceof MetricMathError)) throw error;
    throw new ServiceError('ValidationError', `Error in expression: ${error.message}`);
  }
  return results;
}

/** The series of a value; a number stands for itself in every period. */
export function seriesOf(value: Value, { start, seconds, count }: Periods): Points[] {
  if (value.kind === 'list') return [...value.items];
  if (value.kind === 'series') return [value.points];
  const periods = Array.from({ length: count }, (_, index) => start + index * seconds * 1000);
  return [new Map(periods.map((at) => [at, value.value]))];
}

function pointsOf(value: Value): Points[] {
  return value.kind === 'series' ? [value.points] : [];
}
