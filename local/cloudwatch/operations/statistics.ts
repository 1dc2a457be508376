import type { GetMetricDataInput, GetMetricStatisticsInput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { type Operation, ServiceError } from '../../cloud.ts';
import { dimensionRecord } from '../metrics/metric-identity.ts';
import { type Periods, queryPeriod, readPoints, runQueries, seriesOf } from '../metrics/metric-query.ts';
import type { MetricStore } from '../metrics/metric-store.ts';

/** GetMetricStatistics answers at most 1,440 data points. */
const MOST_POINTS = 1440;

export function statisticOperations(metrics: MetricStore): Record<string, Operation> {
  return {
    GetMetricStatistics(input: GetMetricStatisticsInput) {
      const {
        Namespace = '',
        MetricName = '',
        Dimensions,
        Period = 60,
        Statistics = [],
        ExtendedStatistics = [],
      } = input;
      checkPeriod(Period);
      const unit = Math.min(Period, 60) * 1000;
      const start = Math.floor(time(input.StartTime) / unit) * unit;
      const periods = { start, seconds: Period, count: countOf(start, time(input.EndTime), Period) };
      if (periods.count > MOST_POINTS) {
        throw new ServiceError(
          'InvalidParameterCombination',
          `You have requested up to ${periods.count} datapoints, which exceeds the limit of ${MOST_POINTS}.`,
        );
      }
      const metric = { namespace: Namespace, name: MetricName, dimensions: dimensionRecord(Dimensions) };
      const read = (stat: string) => [stat, readPoints(metrics, { metric, stat }, periods)] as const;
      const plain = Statistics.map(read);
      const extended = ExtendedStatistics.map(read);
      const times = new Set([...plain, ...extended].flatMap(([, points]) => [...points.keys()]));
      const unitName = metrics.unitOf(metric) ?? 'None';
      if (input.Unit !== undefined && input.Unit !== unitName) return { Label: MetricName, Datapoints: [] };
      const Datapoints = [...times].map((at) => ({
        Timestamp: new Date(at),
        Unit: unitName,
        ...Object.fromEntries(plain.map(([stat, points]) => [stat, points.get(at)])),
        ...(extended.length === 0
          ? {}
          : { ExtendedStatistics: Object.fromEntries(extended.map(([stat, points]) => [stat, points.get(at)])) }),
      }));
      return { Label: MetricName, Datapoints };
    },

    GetMetricData(input: GetMetricDataInput) {
      const { MetricDataQueries: queries = [], ScanBy } = input;
      for (const query of queries) checkPeriod(queryPeriod(query, queries));
      const periodsOf = (seconds: number): Periods => {
        const start = Math.floor(time(input.StartTime) / (seconds * 1000)) * seconds * 1000;
        return { start, seconds, count: countOf(start, time(input.EndTime), seconds) };
      };
      const values = runQueries(metrics, queries, periodsOf);
      const ascending = ScanBy === 'TimestampAscending';
      const MetricDataResults = queries.flatMap((query): MetricDataResult[] => {
        const value = values.get(query.Id ?? '');
        if (query.ReturnData === false || value === undefined) return [];
        const label = query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id;
        return seriesOf(value, periodsOf(queryPeriod(query, queries))).map((points) => {
          const sorted = [...points].sort(([left], [right]) => (ascending ? left - right : right - left));
          return {
            Id: query.Id,
            Label: label,
            Timestamps: sorted.map(([at]) => new Date(at)),
            Values: sorted.map(([, point]) => point),
            StatusCode: 'Complete',
          };
        });
      });
      return { MetricDataResults, Messages: [] };
    },
  };
}

/** @throws ServiceError InvalidParameterValue */
export function checkPeriod(seconds: number): void {
  if ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return;
  throw new ServiceError(
    'InvalidParameterValue',
    `Period ${seconds} is invalid: it must be 1, 5, 10, 20, 30 or a multiple of 60 seconds.`,
  );
}

function countOf(start: number, end: number, seconds: number): number {
  if (end <= start) {
    throw new ServiceError('InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.');
  }
  return Math.ceil((end - start) / (seconds * 1000));
}

function time(value: Date | undefined): number {
  const ms = value === undefined ? Number.NaN : new Date(value).getTime();
  if (Number.isFinite(ms)) return ms;
  throw new ServiceError('MissingParameter', 'The parameters StartTime and EndTime are required.');
}
