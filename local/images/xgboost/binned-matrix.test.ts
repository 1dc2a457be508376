import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binMatrix } from './binned-matrix.ts';
import { labelled } from './testing/fixture.ts';

describe('binMatrix', () => {
  it('puts every value below the bound of its bin and not below the one before', () => {
    const value = fc.oneof(
      fc.constant(Number.NaN),
      fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }),
    );
    const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 12 }), (values, maxBin) => {
        const { bins, byColumn, offsets, cuts, missing } = binMatrix(labelled(values, []), maxBin);
        for (const [row, cells] of values.entries()) {
          for (const column of [0, 1, 2]) {
            const cell = cells[column]!;
            const bin = bins[row * 3 + column]!;
            expect(byColumn[column * values.length + row]).toBe(bin);
            if (Number.isNaN(cell)) {
              expect(bin).toBe(offsets[column + 1]! - 1);
              expect(missing[column]).toBe(1);
              continue;
            }
            expect(cell).toBeLessThan(cuts[bin]!);
            if (bin > offsets[column]!) expect(cell).toBeGreaterThanOrEqual(cuts[bin - 1]!);
          }
        }
      }),
    );
  });

  it('counts the bins of many columns beyond 16 bits', () => {
    const values = Array.from({ length: 300 }, (_, row) => Array.from({ length: 300 }, () => row));
    const { bins, offsets } = binMatrix(labelled(values, []), 300);
    expect(bins).toBeInstanceOf(Uint32Array);
    expect(bins.at(-1)).toBe(300 * 301 - 2);
    expect(offsets.at(-1)).toBe(300 * 301);
  });
});
