import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileCuts } from './quantile-cuts.ts';

const cutsOf = (values: readonly number[], maxBin: number) =>
  Array.from(quantileCuts(Float32Array.from(values), maxBin));
const binOf = (cuts: readonly number[], value: number) => cuts.findIndex((cut) => value < cut);

describe('quantileCuts', () => {
  it('gives each distinct value a bin of its own while there are few', () => {
    expect(cutsOf([3, 1, 2, 1, NaN, 3], 4)).toEqual([2, 3, Math.fround(6.00001)]);
  });

  it('has no cut without a value', () => {
    expect(cutsOf([NaN, NaN], 4)).toEqual([]);
  });

  it('counts -0 and 0 as one value', () => {
    expect(cutsOf([-0, 0, 1], 4)).toHaveLength(2);
  });

  it('cuts many values into bins of about equal depth', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => Math.sin(i));
    const cuts = cutsOf(values, 8);
    const depths = cuts.map((_, bin) => values.filter((value) => binOf(cuts, value) === bin).length);
    expect(depths).toHaveLength(8);
    for (const depth of depths) expect(Math.abs(depth - 10_000 / 8)).toBeLessThan(10_000 / 8 / 4);
  });

  it('has ascending cuts, at most maxBin of them, and a bin for every value', () => {
    const floats = fc.array(
      fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(floats, fc.integer({ min: 2, max: 20 }), (values, maxBin) => {
        const cuts = cutsOf(values, maxBin);
        expect(cuts.length).toBeLessThanOrEqual(maxBin);
        expect(cuts).toEqual([...new Set(cuts)].sort((a, b) => a - b));
        for (const value of values) expect(binOf(cuts, value)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
