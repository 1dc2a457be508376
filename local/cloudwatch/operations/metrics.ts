import type { ListMetricsInput, PutMetricDataInput, MetricDatum as WireDatum } from '@aws-sdk/client-cloudwatch';
import { type Cloud, type Operation, ServiceError } from '../../cloud.ts';
import { Accumulator, type Bucket, bucketOf, bucketOfStatistics } from '../metrics/bucket.ts';
import { dimensionList, dimensionRecord, type MetricIdentity } from '../metrics/metric-identity.ts';
import type { MetricStore } from '../metrics/metric-store.ts';

interface MetricTools {
  readonly cloud: Cloud;
  readonly metrics: MetricStore;
  /** Tells the alarms that data arrived. */
  readonly touch: (metric: MetricIdentity, at: number) => void;
}

const DAY_MS = 86_400_000;
/** CloudWatch takes data up to two weeks old and two hours early. */
const OLDEST_MS = 14 * DAY_MS;
const EARLIEST_MS = 2 * 3_600_000;
const PAGE = 500;

export function metricOperations({ cloud, metrics, touch }: MetricTools): Record<string, Operation> {
  return {
    PutMetricData({ Namespace = '', MetricData = [], EntityMetricData = [] }: PutMetricDataInput) {
      if (Namespace === '' || Namespace.startsWith('AWS/')) {
        throw invalid(`The value ${Namespace} for parameter Namespace is invalid.`);
      }
      const data = [...MetricData, ...EntityMetricData.flatMap(({ MetricData: of = [] }) => of)];
      if (data.length > 1000) throw invalid('The collection MetricData must not have a size greater than 1000.');
      const now = cloud.clock.now();
      const checked = data.map((datum) => ({ datum, bucket: readDatum(datum), at: readTime(datum, now) }));
      for (const { datum, bucket, at } of checked) {
        const { MetricName: name = '', Dimensions, Unit: unit = 'None', StorageResolution } = datum;
        const identity = { namespace: Namespace, name, dimensions: dimensionRecord(Dimensions) };
        metrics.addBucket({ ...identity, unit, at, storageResolution: StorageResolution === 1 ? 1 : 60 }, bucket);
        touch(identity, at);
      }
      metrics.flush();
      return {};
    },

    ListMetrics({ Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken }: ListMetricsInput) {
      const since = cloud.clock.now() - (RecentlyActive === 'PT3H' ? 3 * 3_600_000 : OLDEST_MS);
      const found = metrics.all().filter(({ identity, lastStart }) => {
        const { namespace, name, dimensions } = identity;
        const named = (Namespace ?? namespace) === namespace && (MetricName ?? name) === name;
        return (
          named &&
          lastStart * 1000 >= since &&
          Dimensions.every(
            ({ Name = '', Value }) => Name in dimensions && (Value ?? dimensions[Name]) === dimensions[Name],
          )
        );
      });
      const from = NextToken === undefined ? 0 : Number(NextToken);
      const next = from + PAGE;
      const Metrics = found.slice(from, next).map(({ identity: { namespace, name, dimensions } }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensionList(dimensions),
      }));
      return { Metrics, NextToken: next < found.length ? String(next) : undefined };
    },
  };
}

function readDatum({ MetricName, Value, Values, Counts, StatisticValues, Dimensions = [] }: WireDatum): Bucket {
  if (MetricName === undefined || MetricName === '')
    throw invalid('The parameter MetricData.member.MetricName is required.');
  if (Dimensions.length > 30) throw invalid('A metric has at most 30 dimensions.');
  if (StatisticValues !== undefined) {
    const { SampleCount = 0, Sum = 0, Minimum = 0, Maximum = 0 } = StatisticValues;
    return bucketOfStatistics({
      count: finite(SampleCount),
      sum: finite(Sum),
      minimum: finite(Minimum),
      maximum: finite(Maximum),
    });
  }
  if (Values === undefined || Values.length === 0) return bucketOf(finite(Value));
  if (Counts !== undefined && Counts.length !== Values.length) {
    throw invalid('The parameters MetricData.member.Values and MetricData.member.Counts must be of the same size.');
  }
  return Values.reduce(
    (sum, value, index) => sum.add(bucketOf(finite(value), Counts?.[index] ?? 1)),
    new Accumulator(),
  );
}

function readTime({ Timestamp }: WireDatum, now: number): number {
  const at = Timestamp === undefined ? now : new Date(Timestamp).getTime();
  if (at >= now - OLDEST_MS && at <= now + EARLIEST_MS) return at;
  throw invalid(
    `The timestamp ${new Date(at).toISOString()} is more than two weeks in the past or two hours in the future.`,
  );
}

function finite(value: number | undefined): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw invalid(`The value ${value} for parameter MetricData.member.Value is invalid.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
