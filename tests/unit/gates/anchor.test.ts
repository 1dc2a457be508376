import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { type EvaluationSettings, evaluate } from '#domain/evaluation/evaluate.ts';
import { asksForAnchor, everyEnforcedGateConclusive, judgeGates } from '#domain/gates/judge-gates.ts';
import { aDifference, aGate, anEvaluation } from './an-evaluation.ts';

const ROWS = 400;
const DAYS = 20;
const MARGIN = 1;
const STEP = 0.9 * MARGIN;

const settings: EvaluationSettings = {
  kind: 'number',
  threshold: 0.5,
  clusterBy: 'day',
  comparisons: ['mae'],
  sliceComparisons: ['mae'],
};

/** Predictions of ten versions after the first, each worse than the one before by nine tenths of the margin and a little noise. */
function erosion(seed: number): { labels: Float64Array; versions: Float64Array[] } {
  const random = xoroshiro128plus(seed);
  const labels = Float64Array.from({ length: ROWS }, () => 100 * uniformFloat64(random));
  const worseBy = (loss: number) => labels.map((label) => label + 5 + loss + 0.1 * (uniformFloat64(random) - 0.5));
  return { labels, versions: Array.from({ length: 11 }, (_, version) => worseBy(version * STEP)) };
}

/** Retrains ten times and makes a candidate that passes the champion; answers the verdicts, and whom the line arrived at. */
function releaseTenTimes(seed: number, anchorMargin?: number) {
  const { labels, versions } = erosion(seed);
  const gate = aGate('champion', { metric: 'mae', margin: MARGIN, ...(anchorMargin && { anchorMargin }) });
  const clusters = { codes: Uint32Array.from({ length: ROWS }, (_, row) => row % DAYS), count: DAYS };
  let champion = 0;
  const verdicts = versions.slice(1).map((candidate, index) => {
    const rows = { labels, candidate, champion: versions[champion]!, anchor: versions[0]!, clusters, slices: [] };
    const { verdict } = judgeGates({
      gates: [gate],
      evaluation: evaluate(rows, settings),
      champion: { version: champion + 1 },
      anchor: { version: 1 },
    });
    if (verdict === 'Passed') champion = index + 1;
    return verdict;
  });
  return { verdicts, lost: champion * STEP };
}

describe('ten candidates, each worse than the champion by just under the margin', () => {
  it('all pass the champion, so that together they lose nine margins', () => {
    const { verdicts, lost } = releaseTenTimes(1);
    expect(verdicts).toEqual(Array(10).fill('Passed'));
    expect(lost).toBeCloseTo(9 * MARGIN, 9);
  });

  it('are stopped by the anchor before they have lost its margin', () => {
    const { verdicts, lost } = releaseTenTimes(1, 3 * MARGIN);
    expect(verdicts.slice(0, 4)).toEqual(['Passed', 'Passed', 'Passed', 'Failed']);
    expect(verdicts).not.toContain('Inconclusive');
    expect(lost).toBeCloseTo(2.7 * MARGIN, 9);
  });

  it('never lose more than the anchor margin, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.5, max: 12, noNaN: true }), (seed, anchorMargin) => {
        const { lost } = releaseTenTimes(seed, anchorMargin);
        expect(lost).toBeLessThanOrEqual(anchorMargin + 0.05);
        expect(lost).toBeGreaterThanOrEqual(Math.min(9, Math.floor((anchorMargin - 0.05) / STEP) * STEP) - 1e-9);
      }),
      { numRuns: 25 },
    );
  });
});

describe('an anchorMargin while nobody has pinned an anchor', () => {
  const anchored = aGate('champion', { anchorMargin: 0.02 });
  const evaluation = anEvaluation({ differences: { auc: aDifference(0, 0.001) } });
  const champion = { version: 3 };

  it('leaves the decision to the champion alone, says so, and keeps no machine from approving', () => {
    const judgement = judgeGates({ gates: [anchored], evaluation, champion });
    expect(judgement.verdict).toBe('Passed');
    expect(judgement.gates[0]).toMatchObject({
      limit: 'not worse than the champion by more than 0.01',
      sentence: expect.stringContaining('No anchor is pinned, so how small losses add up is not judged'),
    });
    expect(judgement.reasons).toEqual([expect.stringContaining('No anchor is pinned')]);
    expect(everyEnforcedGateConclusive(judgement)).toBe(true);
  });

  it('is no reason where it is only observed, or once an anchor is pinned', () => {
    const reasons = (mode: 'enforce' | 'observe', anchor?: { version: number }) =>
      judgeGates({
        gates: [{ ...anchored, mode }],
        evaluation: { ...evaluation, anchorDifferences: evaluation.differences },
        champion,
        anchor,
      }).reasons;
    expect(reasons('observe')).toEqual([]);
    expect(reasons('enforce', { version: 1 })).toEqual([]);
  });

  it('is what makes a gate ask for an anchor', () => {
    expect([anchored, aGate('champion'), aGate('absolute'), aGate('slice')].map(asksForAnchor)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a champion that is the anchor itself', () => {
  it('is compared with once', () => {
    const { labels, versions } = erosion(2);
    const [first, second] = versions as [Float64Array, Float64Array];
    const clusters = { codes: Uint32Array.from({ length: ROWS }, (_, row) => row % DAYS), count: DAYS };
    const rows = { labels, candidate: second, champion: first, anchor: first, clusters, slices: [] };
    const document = evaluate(rows, settings);
    expect(document.anchorDifferences).toBe(document.differences);
  });
});
