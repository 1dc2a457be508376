import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unclustered } from '#domain/evaluation/clusters.ts';
import { modelScores } from '#domain/evaluation/model-scores.ts';
import { binOf, referenceOfHistogram, scoreReference } from '#domain/evaluation/score-reference.ts';
import { LiveScoresSettings } from '#domain/manifest/quality-schema.ts';
import { judgeScores, neededInputs } from '#domain/quality/score-finding.ts';
import { emptyTally, type LiveScore, MOST_INPUTS, tallyScores } from '#domain/quality/score-tally.ts';
import { diceOf } from '../../simulation/dice.ts';

const settings = LiveScoresSettings.parse({});

const reference = (scores: readonly number[], kind: 'binary' | 'number' = 'binary') => {
  const all = Float64Array.from(scores);
  return scoreReference(modelScores({ labels: all, scores: all, clusters: unclustered(all.length) }), kind);
};

const spread = Array.from({ length: 1000 }, (_, row) => (row + 0.5) / 1000);

function judged(live: readonly number[], offline: readonly number[] = spread, kind: 'binary' | 'number' = 'binary') {
  return judgedOf(
    live.map((score, row) => ({ score, input: `row ${row}` })),
    offline,
    kind,
  );
}

function judgedOf(
  live: readonly LiveScore[],
  offline: readonly number[] = spread,
  kind: 'binary' | 'number' = 'binary',
) {
  const scale = { kind, reference: reference(offline, kind) };
  return judgeScores({ ...scale, tally: tallyScores(emptyTally(scale), live, scale), version: 7 }, settings);
}

const times = (count: number, score: (row: number) => number) => Array.from({ length: count }, (_, row) => score(row));

describe('a reference', () => {
  it('has bins of a tenth each, which hold all rows', () => {
    const found = reference(spread);
    expect(found.counts).toEqual(new Array(10).fill(100));
    expect(found).toMatchObject({ rows: 1000, from: 0, to: 1, mostFrequent: 1, nearLow: 1, nearHigh: 1 });
  });

  it('keeps equal scores in one bin, and knows how many are equal', () => {
    const found = reference([...times(600, () => 0.2), ...times(400, (row) => 0.3 + row / 1000)]);
    expect(found.mostFrequent).toBe(600);
    expect(found.counts[0]).toBe(600);
    expect(reference(times(50, () => 0.2))).toMatchObject({ edges: [], counts: [50], mostFrequent: 50 });
  });

  it('counts every score in the bin that binOf finds', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }), (scores) => {
        const { edges, counts } = reference(scores);
        const again = counts.map(() => 0);
        for (const score of scores) again[binOf(edges, score)]! += 1;
        expect(again).toEqual(counts);
        expect(counts.every((count) => count > 0)).toBe(true);
      }),
    );
  });

  it('is made of a histogram where an older evaluation kept only that', () => {
    const counts = times(30, (bar) => (bar < 10 ? 50 : 5));
    const found = referenceOfHistogram({ from: 0, to: 1, counts });
    expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(600);
    expect(found.edges[0]).toBeCloseTo(2 / 30);
    expect(found).toMatchObject({ rows: 600, mostFrequent: 50, nearLow: 50, nearHigh: 5 });
  });
});

describe('live scores', () => {
  it('like the offline ones are Alike, however they are ordered', () => {
    const { fraction } = diceOf(1, 1);
    const found = judged(times(400, fraction));
    expect(found.verdict).toBe('Alike');
    expect(found.psi).toBeLessThan(0.1);
  });

  it('of other customers are Unlike, which decides nothing', () => {
    const found = judged(times(400, (row) => 0.8 + row / 4000));
    expect(found).toMatchObject({ verdict: 'Unlike' });
    expect(found.sentence).toMatch(/above 0\.25, which is shown and decides nothing/);
  });

  it('are not compared while they are few', () => {
    expect(judged(times(199, (row) => row / 200)).verdict).toBe('TooFew');
    expect(judged([]).verdict).toBe('TooFew');
  });

  it('that are all the same for different rows are degenerate, where the offline ones differ', () => {
    expect(judged(times(49, () => 0.5)).verdict).toBe('TooFew');
    const found = judged(times(50, () => 0.5));
    expect(found.verdict).toBe('Degenerate');
    expect(found.sentence).toBe(
      'All 50 live scores of version 7 are 0.5, for 50 different inputs; offline no score was given to more than 0.1 % of its holdout.',
    );
  });

  it('that are the same for the same row are not', () => {
    const same = times(5000, () => 0.5).map((score) => ({ score, input: 'the same row' }));
    expect(judgedOf(same).verdict).not.toBe('Degenerate');
    expect(judgedOf(same.map(({ score }) => ({ score, input: undefined }))).verdict).not.toBe('Degenerate');
  });

  it('that are the same are not where offline most were too', () => {
    const rare = [...times(999, () => 0.01), 0.9];
    expect(
      judged(
        times(3000, () => 0.01),
        rare,
      ).verdict,
    ).not.toBe('Degenerate');
    const common = [...times(700, () => 0.01), ...times(300, (row) => row / 300)];
    expect(
      judged(
        times(45, () => 0.01),
        common,
      ).verdict,
    ).toBe('TooFew');
    expect(
      judged(
        times(60, () => 0.01),
        common,
      ).verdict,
    ).toBe('Degenerate');
  });

  it('at an end of the scale are degenerate, though they differ', () => {
    expect(judged(times(60, (row) => row / 100_000)).verdict).toBe('Degenerate');
    expect(judged(times(60, (row) => 1 - row / 100_000)).sentence).toMatch(/at the high end of 0 to 1/);
    expect(judged([...times(60, (row) => row / 100_000), 0.4]).verdict).toBe('TooFew');
  });

  it('of a number far beyond all offline ones are degenerate: a unit, or a feature, is wrong', () => {
    const rents = times(500, (row) => 400 + row);
    expect(
      judged(
        times(60, (row) => 900_000 + row),
        rents,
        'number',
      ).verdict,
    ).toBe('Degenerate');
    expect(
      judged(
        times(60, (row) => 500 + row),
        rents,
        'number',
      ).verdict,
    ).toBe('TooFew');
  });

  it.each([
    ['no numbers', Number.NaN, 'are no finite numbers'],
    ['infinite', Number.POSITIVE_INFINITY, 'are no finite numbers'],
    ['outside 0 to 1', 1.5, 'are outside 0 to 1'],
  ])('that are %s are degenerate from ten on, and one in a hundred', (_, bad, words) => {
    const found = judged([...times(300, (row) => row / 300), ...times(10, () => bad)]);
    expect(found.verdict).toBe('Degenerate');
    expect(found.sentence).toContain(`Of 310 live scores of version 7 10 ${words}`);
    expect(judged([...times(300, (row) => row / 300), ...times(9, () => bad)]).verdict).toBe('Alike');
    expect(judged([...times(2000, (row) => row / 2000), ...times(15, () => bad)]).verdict).toBe('Alike');
  });

  it('without a reference are read, and not compared, with the reason', () => {
    const tally = tallyScores(emptyTally({}), [{ score: 0.5, input: 'a' }], { kind: 'binary' });
    const found = judgeScores(
      { kind: 'binary', tally, version: 7, missing: 'a multiclass label has several scores' },
      settings,
    );
    expect(found).toMatchObject({ verdict: 'NotCompared' });
    expect(found.sentence).toContain('not compared: a multiclass label has several scores');
  });

  it('counted in parts come to the same as counted at once', () => {
    const live = fc.array(
      fc.record({
        score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.5, Number.NaN, 2)),
        input: fc.option(fc.string({ maxLength: 3 }), { nil: undefined }),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(live, fc.nat(120), (scores, cut) => {
        const scale = { kind: 'binary' as const, reference: reference(spread) };
        const whole = tallyScores(emptyTally(scale), scores, scale);
        const parts = tallyScores(
          tallyScores(emptyTally(scale), scores.slice(0, cut), scale),
          scores.slice(cut),
          scale,
        );
        expect(parts).toEqual(whole);
      }),
    );
  });
});

describe('the inputs needed to call scores degenerate', () => {
  it('are so many that scores like the offline ones agree on all of them once in a million', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 0.97, noNaN: true }), (rows, share) => {
        const count = Math.floor(share * rows);
        const needed = neededInputs(count, rows);
        if (needed === Number.POSITIVE_INFINITY) return;
        expect(needed).toBeLessThanOrEqual(MOST_INPUTS);
        expect((count / rows) ** (needed - 1)).toBeLessThanOrEqual(1e-6);
      }),
    );
  });

  it('are at least 50, and without end where offline scores hardly differ', () => {
    expect(neededInputs(1, 1000)).toBe(50);
    expect(neededInputs(900, 1000)).toBeGreaterThan(130);
    expect(neededInputs(999, 1000)).toBe(Number.POSITIVE_INFINITY);
    expect(neededInputs(1000, 1000)).toBe(Number.POSITIVE_INFINITY);
  });
});
