import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { counted } from '#domain/judge/align-minutes.ts';
import type { CountedSeries, Counter } from '#domain/release-plan/counted-series.ts';
import type { MeasuredTraffic } from '#domain/release-plan/measured-metrics.ts';
import { dimensionList } from './deployment-alarms.ts';

export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** GetMetricData. */
export type Ask = (input: GetMetricDataInput) => Promise<GetMetricDataOutput>;

/** GetMetricData takes 500 queries; a series needs two. */
const MOST_SERIES = 250;

/**
 * Reads series by the minute, all in as few requests as GetMetricData allows. One that CloudWatch refuses keeps the others from being
 * answered, so each is then asked for by itself and says why it cannot be told.
 * @throws what CloudWatch throws when it is throttled or not available
 */
export async function readTraffic(
  ask: Ask,
  series: readonly CountedSeries[],
  range: TimeRange,
): Promise<MeasuredTraffic[]> {
  // Nothing has settled yet; CloudWatch refuses such a range.
  if (range.from >= range.to) return series.map(() => ({ minutes: new Map() }));
  const read: MeasuredTraffic[] = [];
  for (let start = 0; start < series.length; start += MOST_SERIES) {
    read.push(...(await readBatch(ask, series.slice(start, start + MOST_SERIES), range)));
  }
  return read;
}

async function readBatch(ask: Ask, batch: readonly CountedSeries[], range: TimeRange): Promise<MeasuredTraffic[]> {
  try {
    const results = await query(ask, batch, range);
    return batch.map((_, index) => measuredOf(results, index));
  } catch (error) {
    if (!(error instanceof Error && isRefusal(error))) throw error;
    if (batch.length === 1) return [{ unmeasured: `${error.name}: ${error.message}` }];
    const single = await Promise.all(batch.map((each) => readBatch(ask, [each], range)));
    return single.flat();
  }
}

/** The request is wrong or forbidden, and would be again. */
function isRefusal(error: Error & { readonly $fault?: string }): boolean {
  return error.$fault === 'client' && !/Throttl|LimitExceeded|TooManyRequests/i.test(error.name);
}

async function query(ask: Ask, batch: readonly CountedSeries[], { from, to }: TimeRange): Promise<MetricDataResult[]> {
  const MetricDataQueries = batch.flatMap(({ namespace, dimensions, failures, requests }, index) => {
    const Dimensions = dimensionList(dimensions);
    const one = (id: string, { metric, statistic }: Counter) => ({
      Id: `${id}${index}`,
      MetricStat: { Metric: { Namespace: namespace, MetricName: metric, Dimensions }, Period: 60, Stat: statistic },
    });
    return [one('failures', failures), one('requests', requests)];
  });
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask({
      StartTime: from,
      EndTime: to,
      ScanBy: 'TimestampAscending',
      NextToken,
      MetricDataQueries,
    });
    results.push(...(page.MetricDataResults ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return results;
}

/** A series out of the results, which have one part of each query on every page. */
function measuredOf(results: readonly MetricDataResult[], index: number): MeasuredTraffic {
  const minutes = new Map<string, { requests: number; failures: number }>();
  for (const key of ['failures', 'requests'] as const) {
    for (const { Id, Timestamps = [], Values = [], StatusCode = 'Complete' } of results) {
      if (Id !== `${key}${index}`) continue;
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
        return { unmeasured: `CloudWatch answers ${StatusCode}.` };
      }
      Timestamps.forEach((timestamp, position) => {
        const at = timestamp.toISOString();
        const minute = minutes.get(at) ?? { requests: 0, failures: 0 };
        minutes.set(at, minute);
        minute[key] += Values[position] ?? 0;
      });
    }
  }
  return { minutes: new Map([...minutes].map(([at, traffic]) => [at, counted(traffic)])) };
}
