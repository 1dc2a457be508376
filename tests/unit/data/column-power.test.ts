import { describe, expect, it } from 'vitest';
import { columnPower } from '#data/leakage/measure-power.ts';

/** So many zeros, then so many ones, and a column that is 1 where the label is. */
function telling(zeros: number, ones: number) {
  const labels = Float64Array.from({ length: zeros + ones }, (_, row) => (row < zeros ? 0 : 1));
  return { labels, values: labels };
}

describe('how well a column alone predicts a label', () => {
  it('is found from twenty rows of each class on, since fewer are ranked by chance', () => {
    expect(columnPower(telling(1000, 20), true)).toBe(1);
    expect(columnPower(telling(1000, 19), true)).toBeUndefined();
    expect(columnPower(telling(19, 1000), true)).toBeUndefined();
  });

  it('is found in what is missing though too few values are there', () => {
    const { labels } = telling(1000, 500);
    const values = labels.map((label, row) => (label === 0 && row > 0 ? Number.NaN : row));
    expect(columnPower({ labels, values }, true)).toBeGreaterThan(0.99);
  });

  it('is found of a number from twenty values on', () => {
    const of = (length: number) => Float64Array.from({ length }, (_, row) => row);
    expect(columnPower({ labels: of(20), values: of(20) }, false)).toBe(1);
    expect(columnPower({ labels: of(19), values: of(19) }, false)).toBeUndefined();
  });
});
