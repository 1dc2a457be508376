import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeChampionGate, nonInferiority } from '#domain/gates/champion-gate.ts';
import { holdoutOverlap, immatureHoldout } from '#domain/gates/champion-standing.ts';
import { aDifference, aGate, anEvaluation } from './an-evaluation.ts';

const gate = aGate('champion', { margin: 0.01 });
const champion = { version: 3 };
const judged = (value: number | null, error: number | null) =>
  judgeChampionGate(gate, anEvaluation({ differences: { auc: aDifference(value, error) } }), { champion });

describe('a champion gate', () => {
  it('passes when even the lower bound is within the margin', () => {
    const result = judged(0, 0.005);
    expect(result).toMatchObject({
      verdict: 'Passed',
      measured: 0,
      limit: 'not worse than the champion by more than 0.01',
    });
    expect(result.interval![0]).toBeCloseTo(-0.005 * 1.8946, 5);
    expect(result.sentence).toContain(
      'auc differs from version 3 by 0 (higher is better), with 95 % confidence at least',
    );
  });

  it('fails when even the upper bound is beyond the margin', () => {
    const result = judged(-0.03, 0.005);
    expect(result.verdict).toBe('Failed');
    expect(result.sentence).toContain('it may be worse by 0.01 only');
  });

  it('is inconclusive when the rows cannot tell', () => {
    expect(judged(-0.01, 0.005).verdict).toBe('Inconclusive');
    expect(judged(0.005, 0.02).sentence).toContain('these rows cannot tell whether it is worse by more than 0.01');
  });

  it('is sure of equal models whatever the margin', () => {
    expect(
      judgeChampionGate({ ...gate, margin: 0 }, anEvaluation({ differences: { auc: aDifference(0, 0) } }), {
        champion,
      }),
    ).toMatchObject({
      verdict: 'Passed',
      interval: [0, 0],
    });
  });

  it('is inconclusive when the error is unknown, and says it is unbounded', () => {
    expect(judged(0.5, null)).toMatchObject({ verdict: 'Inconclusive', interval: [null, null] });
    expect(judged(0.5, null).sentence).toContain('at least -unbounded and at most unbounded');
  });

  it('is inconclusive when the difference is not defined', () => {
    expect(judged(null, null)).toMatchObject({ verdict: 'Inconclusive', measured: null });
    expect(judgeChampionGate(gate, anEvaluation(), { champion }).sentence).toContain(
      'is not defined on these holdout rows',
    );
  });

  it('has no say when there is no champion', () => {
    expect(judgeChampionGate(gate, anEvaluation(), { champion: undefined })).toMatchObject({
      verdict: 'NoChampion',
      measured: null,
    });
  });

  it('is inconclusive with a champion that could not be scored, or has seen the rows', () => {
    const verdictOf = (standing: object) =>
      judgeChampionGate(gate, anEvaluation({ differences: { auc: aDifference(1, 0.001) } }), {
        champion: { version: 3, ...standing },
      });
    expect(verdictOf({ notComparable: 'no SQL' })).toMatchObject({
      verdict: 'Inconclusive',
      sentence: 'ChampionNotComparable: no SQL.',
    });
    expect(verdictOf({ holdoutOverlaps: 'it saw them' })).toMatchObject({
      verdict: 'Inconclusive',
      sentence: 'HoldoutOverlapsChampion: it saw them.',
    });
  });

  it('passes less often the higher the confidence', () => {
    const evaluation = anEvaluation({ differences: { auc: aDifference(0, 0.005) } });
    expect(judgeChampionGate({ ...gate, confidence: 0.999 }, evaluation, { champion }).verdict).toBe('Inconclusive');
  });
});

describe('an anchor', () => {
  const anchored = aGate('champion', { margin: 0.01, anchorMargin: 0.02 });
  const judgedWith = (anchorDifferences: object | undefined, anchor: object | undefined = { version: 1 }) =>
    judgeChampionGate(
      anchored,
      {
        ...anEvaluation({ differences: { auc: aDifference(0, 0.001) } }),
        ...(anchorDifferences && { anchorDifferences }),
      },
      { champion, ...(anchor && { anchor: anchor as { version: number } }) },
    );

  it('keeps small losses from adding up', () => {
    const result = judgedWith({ auc: aDifference(-0.05, 0.001) });
    expect(result).toMatchObject({ verdict: 'Failed', measured: -0.05 });
    expect(result.limit).toContain('not worse than the anchor by more than 0.02');
    expect(result.sentence).toContain('auc differs from the anchor, version 1 by -0.05');
  });

  it('lets pass what is within both margins', () => {
    expect(judgedWith({ auc: aDifference(-0.01, 0.001) })).toMatchObject({ verdict: 'Passed', measured: 0 });
  });

  it('that was not scored leaves the gate inconclusive', () => {
    expect(judgedWith(undefined).verdict).toBe('Inconclusive');
    expect(judgedWith({}, { version: 1, notComparable: 'gone' }).sentence).toContain('AnchorNotComparable: gone.');
    expect(judgedWith({}, { version: 1, holdoutOverlaps: 'seen' }).sentence).toContain('HoldoutOverlapsAnchor: seen.');
  });

  it('that nobody pinned has no say', () => {
    expect(
      judgeChampionGate(anchored, anEvaluation({ differences: { auc: aDifference(0, 0.001) } }), { champion }).verdict,
    ).toBe('Passed');
    expect(judgeChampionGate(anchored, anEvaluation(), { champion: undefined, anchor: champion }).verdict).toBe(
      'NoChampion',
    );
  });
});

describe('non-inferiority', () => {
  it('never passes and fails at once, and a wider margin never hurts', () => {
    const finite = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(finite, finite, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, margin) => {
        const interval = [Math.min(a, b), Math.max(a, b)] as const;
        const rank = { Failed: 0, Inconclusive: 1, Passed: 2, NoChampion: 3 };
        expect(rank[nonInferiority(interval, margin + 0.1)]).toBeGreaterThanOrEqual(
          rank[nonInferiority(interval, margin)],
        );
      }),
    );
  });
});

describe('the holdout', () => {
  const lineage = {
    whom: 'champion',
    trainedThrough: '2001-02-20T00:00:00Z',
    holdoutFrom: '2001-02-20T00:00:01Z',
    gapHours: 0,
  } as const;

  it('is new to a champion that was trained on earlier events only', () => {
    expect(holdoutOverlap(lineage)).toBeUndefined();
  });

  it('is not new when it starts with, or before, the last of them', () => {
    expect(holdoutOverlap({ ...lineage, holdoutFrom: lineage.trainedThrough })).toContain(
      'the champion was trained on events through 2001-02-20T00:00:00Z, the holdout starts',
    );
  });

  it('is not new within the gap', () => {
    expect(holdoutOverlap({ ...lineage, gapHours: 24 })).toContain('and the gap is 24 h');
    expect(holdoutOverlap({ ...lineage, gapHours: 24, holdoutFrom: '2001-02-21T00:00:01Z' })).toBeUndefined();
  });
});

describe('the labels of a holdout', () => {
  const labels = {
    holdoutThrough: '2001-02-20T00:00:00.000Z',
    pinnedAt: '2001-02-22T00:00:00.000Z',
    labelMaturityHours: 48,
  };

  it('had matured when the newest row happened long enough before the dataset was pinned', () => {
    expect(immatureHoldout(labels)).toBeUndefined();
    expect(immatureHoldout({ ...labels, labelMaturityHours: 0, pinnedAt: undefined })).toBeUndefined();
  });

  it('had not when it did not, or when nobody kept when', () => {
    expect(immatureHoldout({ ...labels, labelMaturityHours: 49 })).toBe(
      'a label is final 49 h after its row; the holdout reaches to 2001-02-20T00:00:00.000Z and was pinned 2001-02-22T00:00:00.000Z',
    );
    expect(immatureHoldout({ ...labels, holdoutThrough: undefined })).toContain('is not known');
  });
});
