import { ServiceError } from '../../cloud.ts';
import type { Bucket } from './bucket.ts';

/** One number out of what was measured; undefined when it cannot be known, as a percentile of a statistic set. */
export type Statistic = (bucket: Bucket) => number | undefined;

const PLAIN: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

const PERCENTILE = /^p(\d{1,2}(?:\.\d+)?|100)$/;
const RANGE = /^(TC|PR)\((-?[\d.]*):(-?[\d.]*)\)$/;

/**
 * SampleCount, Sum, Average, Minimum, Maximum, pNN.N, TC(lo:hi) and PR(lo:hi). Of a range the lower bound is exclusive,
 * the upper inclusive. Source: CloudWatch user guide, "CloudWatch statistics definitions". @throws ServiceError
 */
export function parseStatistic(name: string): Statistic {
  const plain = PLAIN[name];
  if (plain !== undefined) return plain;
  const rank = PERCENTILE.exec(name)?.[1];
  if (rank !== undefined) return (bucket) => percentile(bucket, Number(rank) / 100);
  const [, kind, low = '', high = ''] = RANGE.exec(name) ?? [];
  if (kind === undefined || (low === '' && high === '')) {
    throw new ServiceError('InvalidParameterValue', `The statistic ${name} is not known to the embedded AWS.`);
  }
  const from = low === '' ? Number.NEGATIVE_INFINITY : Number(low);
  const to = high === '' ? Number.POSITIVE_INFINITY : Number(high);
  return (bucket) => {
    const inside = countBetween(bucket, from, to);
    return inside === undefined || kind === 'TC' ? inside : (100 * inside) / bucket.count;
  };
}

/** The smallest value that at least the share `rank` of all values does not exceed. */
function percentile({ values, count }: Bucket, rank: number): number | undefined {
  if (values === undefined) return undefined;
  const sorted = [...values].sort(([left], [right]) => left - right);
  const wanted = rank * count;
  let passed = 0;
  for (const [value, times] of sorted) {
    passed += times;
    // The tolerance absorbs what binary fractions such as 0.29 * 100 lack.
    if (passed >= wanted - 1e-9) return value;
  }
  return sorted.at(-1)?.[0];
}

function countBetween({ values }: Bucket, from: number, to: number): number | undefined {
  if (values === undefined) return undefined;
  let inside = 0;
  for (const [value, count] of values) if (value > from && value <= to) inside += count;
  return inside;
}
