import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binMatrix } from './binned-matrix.ts';
import { accumulate } from './histogram.ts';
import { nodeGain } from './split-gain.ts';
import { SplitSearch } from './split-search.ts';
import { labelled } from './testing/fixture.ts';

interface Sample {
  readonly value: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** Small whole numbers, so that sums are exact in any order. */
const sample: fc.Arbitrary<Sample> = fc.record({
  value: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 8 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ),
  gradient: fc.integer({ min: -8, max: 8 }),
  hessian: fc.integer({ min: 1, max: 4 }),
});

const total = (samples: readonly Sample[], of: 'gradient' | 'hessian') =>
  samples.reduce((sum, one) => sum + one[of], 0);

function search(
  samples: readonly Sample[],
  penalty: { lambda: number; alpha: number; gamma: number; minChildWeight: number },
) {
  const matrix = binMatrix(
    labelled(
      samples.map(({ value }) => [value]),
      [],
    ),
    256,
  );
  const histogram = new Float64Array(2 * matrix.cuts.length);
  const index = Int32Array.from(samples.keys());
  const gradients = Float32Array.from(samples.flatMap(({ gradient, hessian }) => [gradient, hessian]));
  accumulate(histogram, matrix, { rows: { index, begin: 0, end: samples.length }, gradients });
  const [gradient, hessian] = [total(samples, 'gradient'), total(samples, 'hessian')];
  const sums = { gradient, hessian, gain: nodeGain(gradient, hessian, penalty) };
  return { split: new SplitSearch(matrix, penalty).best(histogram, sums, [0]), matrix, sums };
}

/** The gain of each way to part the samples at a threshold, missing values on either side. */
function gains(samples: readonly Sample[], penalty: Parameters<typeof search>[1]): number[] {
  const parent = nodeGain(total(samples, 'gradient'), total(samples, 'hessian'), penalty);
  return [...new Set(samples.map(({ value }) => value)), 100].flatMap((threshold) =>
    [true, false].flatMap((missingLeft) => {
      const left = samples.filter(({ value }) => (Number.isNaN(value) ? missingLeft : value < threshold));
      const right = samples.filter((one) => !left.includes(one));
      const light = [left, right].some((side) => side.length === 0 || total(side, 'hessian') < penalty.minChildWeight);
      if (light) return [];
      const gain = (side: Sample[]) => nodeGain(total(side, 'gradient'), total(side, 'hessian'), penalty);
      return [Math.fround(Math.fround(gain(left) + gain(right)) - parent)];
    }),
  );
}

describe('SplitSearch', () => {
  const penalty = fc.record({
    lambda: fc.constantFrom(0, 1, 2.5),
    alpha: fc.constantFrom(0, 1.5),
    gamma: fc.constant(0),
    minChildWeight: fc.constantFrom(0, 1, 5),
  });

  it('finds the largest gain of all thresholds and directions', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), penalty, (samples, penalty) => {
        const best = Math.max(0, ...gains(samples, penalty));
        expect(search(samples, penalty).split.gain).toBe(best);
      }),
    );
  });

  it('says truly what goes left', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), penalty, (samples, penalty) => {
        const { split, matrix } = search(samples, penalty);
        if (split.gain === 0) return;
        const threshold = matrix.cuts[split.bin]!;
        const left = samples.filter(({ value }) => (Number.isNaN(value) ? split.defaultLeft === 1 : value < threshold));
        expect(split).toMatchObject({ gradient: total(left, 'gradient'), hessian: total(left, 'hessian'), feature: 0 });
      }),
    );
  });

  it('sends missing values right when none was seen', () => {
    const samples = [1, 2].map((value) => ({ value, gradient: value === 1 ? -4 : 4, hessian: 2 }));
    const { split } = search(samples, { lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1 });
    expect(split).toMatchObject({ defaultLeft: 0, gradient: -4, hessian: 2 });
  });
});
