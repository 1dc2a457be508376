import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Accumulator, bucketOf, bucketOfStatistics, decodeBucket, encodeBucket } from './bucket.ts';
import { parseStatistic } from './statistic.ts';

const bucket = (values: readonly number[]) =>
  values.reduce((sum, value) => sum.add(bucketOf(value)), new Accumulator());
const hundred = bucket(Array.from({ length: 100 }, (_, index) => index + 1));

describe('parseStatistic', () => {
  it.each([
    ['SampleCount', 100],
    ['Sum', 5050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p100', 100],
    ['p0', 1],
    ['TC(10:20)', 10],
    ['TC(:20)', 20],
    ['TC(20:)', 80],
    ['PR(:5)', 5],
    ['PR(10:35)', 25],
  ])('computes %s', (name, expected) => {
    expect(parseStatistic(name)(hundred)).toBe(expected);
  });

  it.each(['p101', 'tm90', 'TC(:)', 'average', 'WM(1:2)'])('refuses %s by name', (name) => {
    expect(() => parseStatistic(name)).toThrow(`The statistic ${name} is not known`);
  });

  it('knows no percentile of a statistic set, unless all its values are the same', () => {
    const set = { count: 4, sum: 10, minimum: 1, maximum: 4 };
    expect(parseStatistic('p50')(bucketOfStatistics(set))).toBeUndefined();
    expect(parseStatistic('Average')(bucketOfStatistics(set))).toBe(2.5);
    expect(parseStatistic('p50')(bucketOfStatistics({ count: 4, sum: 8, minimum: 2, maximum: 2 }))).toBe(2);
  });

  it('gives percentiles within half a percent of the exact ones however many values there are', () => {
    const values = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (measured, rank) => {
        const sorted = [...measured].sort((left, right) => left - right);
        const exact = sorted[Math.ceil((rank / 100) * sorted.length - 1e-9) - 1] as number;
        const found = parseStatistic(`p${rank}`)(bucket(measured)) as number;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.0051);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a bounded number of values', () => {
    const many = bucket(Array.from({ length: 100_000 }, (_, index) => 1 + index * 0.000_09));
    expect(many.values?.size).toBeLessThan(1000);
    expect(many.count).toBe(100_000);
  });
});

describe('a bucket', () => {
  it('survives its encoding', () => {
    const restored = decodeBucket(encodeBucket(hundred));
    expect(restored).toMatchObject({ count: 100, sum: 5050, minimum: 1, maximum: 100 });
    expect(parseStatistic('p90')(restored)).toBe(90);
  });
});
