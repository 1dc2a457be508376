import { describe, expect, it } from 'vitest';
import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import type { ScoredRows } from '#domain/evaluation/scored-rows.ts';

const ROWS = 6000;
const settings: EvaluationSettings = {
  kind: 'binary',
  threshold: 0.5,
  clusterBy: 'day',
  comparisons: ['logLoss'],
  sliceComparisons: ['logLoss'],
};

/** Both models say 0.5 and are equal, but for the rows where the candidate is told to be wrong. */
function rowsWith(wrong: (row: number) => boolean): ScoredRows {
  const labels = Float64Array.from({ length: ROWS }, (_, row) => ((row * 7919) % 13 < 6 ? 1 : 0));
  const noise = (row: number) => (((row * 104_729) % 1000) / 1000 - 0.5) / 10;
  const code = (of: (row: number) => number) => Uint32Array.from({ length: ROWS }, (_, row) => of(row));
  return {
    labels,
    candidate: labels.map((label, row) => (wrong(row) ? (label === 1 ? 0.3 : 0.7) : 0.5 + noise(row))),
    champion: labels.map((_, row) => 0.5 + noise(row + 17)),
    clusters: { codes: code((row) => Math.floor(row / 200)), count: 30 },
    slices: [
      { column: 'colour', values: ['red', 'green', 'blue'], codes: code((row) => row % 3) },
      { column: 'size', values: ['small', 'large'], codes: code((row) => Math.floor(row / 3) % 2) },
    ],
  };
}

describe('the search for the worst slices', () => {
  it('finds a pair of values that no declared slice shows alone', () => {
    const { worstSlices } = evaluate(
      rowsWith((row) => row % 3 === 1 && Math.floor(row / 3) % 2 === 1),
      settings,
    );
    expect(worstSlices[0]).toMatchObject({ slice: 'colour = green, size = large', rows: 1000 });
    expect(worstSlices[0]!.difference).toBeLessThan(-0.4);
    expect(worstSlices[0]!.adjustedP).toBeLessThan(1e-9);
  });

  it('proves nothing where both are equal', () => {
    const { worstSlices } = evaluate(
      rowsWith(() => false),
      settings,
    );
    expect(worstSlices).toHaveLength(5);
    for (const { adjustedP } of worstSlices) expect(adjustedP).toBeGreaterThan(0.05);
  });

  it('says nothing of a slice too small', () => {
    const rows = rowsWith(() => false);
    const codes = rows.labels.map((_, row) => (row < 99 ? 1 : 0));
    const slices = [{ column: 'rare', values: ['no', 'yes'], codes: Uint32Array.from(codes) }];
    expect(evaluate({ ...rows, slices }, settings).worstSlices.map(({ slice }) => slice)).toEqual(['rare = no']);
  });

  it('needs a champion', () => {
    const { labels, candidate, clusters, slices } = rowsWith(() => false);
    expect(evaluate({ labels, candidate, clusters, slices }, settings).worstSlices).toEqual([]);
  });

  it('compares absolute errors of a number', () => {
    const rows = rowsWith((row) => row % 3 === 2);
    const { worstSlices } = evaluate(rows, {
      ...settings,
      kind: 'number',
      comparisons: ['mae'],
      sliceComparisons: ['mae'],
    });
    expect(worstSlices.slice(0, 3).every(({ slice }) => slice.startsWith('colour = blue'))).toBe(true);
  });
});
