import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unclustered } from '#domain/evaluation/clusters.ts';
import { LabelsSettings } from '#domain/manifest/quality-schema.ts';
import { judgeLabels, type LabelledPredictions } from '#domain/quality/judge-labels.ts';
import { uniformBounds, uniformReach } from '#domain/quality/uniform-bounds.ts';
import { type Dice, diceOf } from '../../simulation/dice.ts';

const settings = LabelsSettings.parse({ mode: 'enforce' });
/** Scores are drawn evenly and labels come true with the chance that they say: AUC 5/6, O/E 1. */
const honest = { version: 3, auc: 5 / 6, calibrationOe: 1 };

function drawn(
  rows: number,
  { fraction }: Dice,
  turned: (score: number) => number = (score) => score,
): LabelledPredictions {
  const truth = Float64Array.from({ length: rows }, fraction);
  const labels = truth.map((chance) => (fraction() < chance ? 1 : 0));
  return { labels, scores: truth.map(turned), clusters: unclustered(rows) };
}

describe('labelled predictions', () => {
  it('as good as offline pass', () => {
    const found = judgeLabels(drawn(20_000, diceOf(1, 1)), honest, settings);
    expect(found).toMatchObject({ verdict: 'Passed', rows: 20_000, offline: honest });
    expect(found.auc?.value).toBeCloseTo(5 / 6, 1);
    expect(found.calibrationOe?.value).toBeCloseTo(1, 1);
  });

  it('ranked the wrong way round fail, and the sentence has the numbers', () => {
    const found = judgeLabels(
      drawn(2000, diceOf(2, 1), (score) => 1 - score),
      honest,
      settings,
    );
    expect(found.verdict).toBe('Failed');
    expect(found.reasons[0]).toMatch(
      /^The live AUC of version 3 is 0\.1\d+, at least 0\.1\d+ and at most 0\.\d+ at all looks; offline it was 0\.8333, and it may be 0\.05 less: it is shown to be worse\.$/,
    );
  });

  it('that expect far too many events fail by observed over expected, with the ranking as it was', () => {
    const found = judgeLabels(
      drawn(5000, diceOf(3, 1), (score) => 0.8 + score / 5),
      { ...honest },
      { ...settings, minOe: 0.8 },
    );
    expect(found.verdict).toBe('Failed');
    expect(found.reasons[1]).toMatch(/^Observed over expected is 0\.5\d+.*shown to be worse/);
  });

  it('are inconclusive between: a little worse, on few rows', () => {
    const found = judgeLabels(drawn(600, diceOf(4, 1)), { ...honest, auc: 0.87 }, settings);
    expect(found.verdict).toBe('Inconclusive');
    expect(found.reasons[0]).toMatch(/which these labels cannot tell/);
  });

  it('are not judged while they are few, or all of one class', () => {
    const few = judgeLabels(
      drawn(499, diceOf(5, 1), (score) => 1 - score),
      honest,
      settings,
    );
    expect(few).toMatchObject({ verdict: 'Inconclusive', rows: 499 });
    expect(few.reasons).toEqual(['499 labelled predictions of version 3; from 500 on they are judged.']);
    const all = drawn(900, diceOf(6, 1));
    const negatives = judgeLabels({ ...all, labels: all.labels.map(() => 0) }, honest, settings);
    expect(negatives.reasons).toEqual(['All 900 labels of version 3 are 0: nothing can be ranked.']);
  });

  it('of too few hours have no bounds, however many there are', () => {
    const all = drawn(4000, diceOf(7, 1), (score) => 1 - score);
    const codes = Uint32Array.from({ length: 4000 }, (_, row) => row % 4);
    const found = judgeLabels({ ...all, clusters: { codes, count: 4 } }, honest, settings);
    expect(found).toMatchObject({ verdict: 'Inconclusive', auc: { low: null, high: null } });
    expect(found.reasons.at(-1)).toBe('They are of 4 hours; from 5 on bounds are known.');
  });

  it('without an offline AUC are measured and not judged by it', () => {
    const found = judgeLabels(
      drawn(2000, diceOf(8, 1), (score) => 1 - score),
      { ...honest, auc: null },
      settings,
    );
    expect(found.verdict).toBe('Inconclusive');
    expect(found.reasons[0]).toMatch(/its offline AUC is not known\.$/);
  });

  it('fail only when they are below the margin at the least, whatever comes', () => {
    const row = fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 50, maxLength: 150 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (rows, auc) => {
          const labels = Float64Array.from(rows, ([label]) => Number(label));
          const scores = Float64Array.from(rows, ([, score]) => score);
          const predictions = { labels, scores, clusters: unclustered(rows.length) };
          const found = judgeLabels(predictions, { ...honest, auc }, { ...settings, minimumRows: 50 });
          if (found.verdict !== 'Failed') return;
          const worse = (found.auc?.value ?? 1) < auc - settings.aucMargin;
          const { value: oe = 1 } = found.calibrationOe ?? {};
          expect(worse || oe < settings.minOe || oe > settings.maxOe).toBe(true);
        },
      ),
    );
  });
});

describe('bounds that hold at all looks', () => {
  it('are wider than those of one look, and widen slowly', () => {
    const reach = (rows: number) => uniformReach({ rows, at: 500, alpha: 0.005 });
    expect(reach(500)).toBeGreaterThan(2.576);
    expect(reach(500)).toBeLessThan(3.7);
    expect(reach(50_000)).toBeLessThan(4.2);
  });

  it('are unbounded while the error is not known', () => {
    const look = { rows: 500, at: 500, alpha: 0.01 };
    const unbounded = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(uniformBounds({ value: 0.8, standardError: Number.NaN, degreesOfFreedom: 9 }, look)).toEqual(unbounded);
    expect(uniformBounds({ value: 0.8, standardError: 0.1, degreesOfFreedom: 3 }, look)).toEqual(unbounded);
  });

  it('fail a version at the edge of the margin in fewer than alpha of the watches, though it is looked at every hour', () => {
    const watches = 150;
    const edge = { ...honest, auc: 5 / 6 + settings.aucMargin };
    let failed = 0;
    for (let watch = 0; watch < watches; watch += 1) {
      const all = drawn(24 * 60, diceOf(watch, 9));
      const codes = Uint32Array.from({ length: 24 * 60 }, (_, row) => Math.floor(row / 60));
      const looks = [8, 12, 16, 20, 24].map((hours) => {
        const until = hours * 60;
        const clusters = { codes: codes.subarray(0, until), count: hours };
        const seen = { labels: all.labels.subarray(0, until), scores: all.scores.subarray(0, until), clusters };
        return judgeLabels(seen, edge, { ...settings, minimumRows: 400, alpha: 0.1 });
      });
      if (looks.some(({ verdict }) => verdict === 'Failed')) failed += 1;
    }
    // Binomial(150, 0.1): 15 expected at the most; the bounds are known to be careful.
    expect(failed).toBeLessThanOrEqual(15);
  });
});
