import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sketch } from './quantile-sketch.ts';
import { merge, prune, type QuantileSummary, summarize } from './quantile-summary.ts';

const columns = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 300 })
  .map((values) => Float32Array.from(values));

/** The ranks of every entry must enclose the true ones. */
function expectTruth(summary: QuantileSummary, column: Float32Array): void {
  for (const [at, value] of summary.values.entries()) {
    const smaller = column.filter((other) => other < value).length;
    const equal = column.filter((other) => other === value).length;
    expect(summary.lowest[at]).toBeLessThanOrEqual(smaller);
    expect(summary.highest[at]).toBeGreaterThanOrEqual(smaller + equal);
    expect(summary.equal[at]).toBeLessThanOrEqual(equal);
  }
}

describe('a quantile summary', () => {
  it('knows each value, ascending, and its exact ranks', () => {
    const { values, lowest, highest, equal } = summarize(Float32Array.of(3, 1, 3, -0, 0));
    expect([values, lowest, highest, equal].map((array) => Array.from(array))).toEqual([
      [0, 1, 3],
      [0, 2, 3],
      [2, 3, 5],
      [2, 1, 2],
    ]);
  });

  it('is the same merged as made at once', () => {
    fc.assert(
      fc.property(columns, columns, (a, b) => {
        expect(merge(summarize(a), summarize(b))).toEqual(summarize(Float32Array.of(...a, ...b)));
      }),
    );
  });

  it('pruned keeps its ends, no more entries than asked for, and true ranks', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 2, max: 12 }), (column, size) => {
        const pruned = prune(summarize(column), size);
        expect(pruned.values.length).toBeLessThanOrEqual(size);
        expect([pruned.values[0], pruned.values.at(-1)]).toEqual([Math.min(...column), Math.max(...column)]);
        expectTruth(pruned, column);
      }),
    );
  });
});

describe('sketch', () => {
  it('keeps true ranks through all its pruning and merging', () => {
    const long = fc
      .array(columns, { minLength: 3, maxLength: 8 })
      .map((parts) => Float32Array.from(parts.flatMap((part) => [...part])));
    fc.assert(
      fc.property(long, (column) => expectTruth(sketch(column, 1), column)),
      { numRuns: 50 },
    );
  });

  it('is exact while the values fit', () => {
    fc.assert(
      fc.property(columns, (column) => {
        expect(sketch(column, 256)).toEqual(summarize(column));
      }),
    );
  });
});
