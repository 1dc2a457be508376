import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SliceEvaluation } from '#domain/evaluation/evaluation-document.ts';
import { holmAdjusted } from '#domain/evaluation/holm.ts';
import { judgeSliceGate } from '#domain/gates/slice-gate.ts';
import { aDifference, aGate, anEvaluation, aSlice } from './an-evaluation.ts';

const gate = aGate('slice', { margin: 0.02, minimumRows: 200 });
const judged = (slices: SliceEvaluation[], fields: object = {}) =>
  judgeSliceGate({ ...gate, ...fields }, anEvaluation({ slices }), { version: 3 });

describe('a slice gate', () => {
  it('passes when no slice is shown to be worse, and names the worst', () => {
    const result = judged([aSlice('ATL', aDifference(0.01, 0.01)), aSlice('JFK', aDifference(-0.03, 0.02))]);
    expect(result).toMatchObject({ verdict: 'Passed', measured: -0.03 });
    expect(result.sentence).toContain('None of 2 slices is shown to be worse');
    expect(result.sentence).toContain('origin = JFK (500 rows, -0.03)');
  });

  it('fails when one is worse beyond the margin and beyond doubt', () => {
    const result = judged([aSlice('ATL', aDifference(0.01, 0.01)), aSlice('JFK', aDifference(-0.1, 0.01))]);
    expect(result.verdict).toBe('Failed');
    expect(result.sentence).toBe('origin = JFK (500 rows, -0.1): worse than version 3 in logLoss by more than 0.02.');
    expect(result.slices?.map((slice) => slice.verdict)).toEqual(['Passed', 'Failed']);
    expect(result.interval?.[1]).toBeLessThan(-0.02);
  });

  it('asks for more proof the more slices there are', () => {
    const harmed = aSlice('JFK', aDifference(-0.05, 0.013));
    const others = Array.from({ length: 19 }, (_, index) => aSlice(`A${index}`, aDifference(0, 0.01)));
    expect(judged([harmed]).verdict).toBe('Failed');
    expect(judged([harmed, ...others]).verdict).toBe('Passed');
  });

  it('reports a slice that is too small, or not defined, and does not judge it', () => {
    const small = aSlice('ATL', aDifference(-0.5, 0.01), 199);
    const undefinedThere = [aSlice('BOS', aDifference(null, null)), aSlice('CLE', undefined)];
    const fine = aSlice('JFK', aDifference(0, 0.01));
    const result = judged([small, ...undefinedThere, fine]);
    expect(result.verdict).toBe('Passed');
    expect(result.slices?.map((slice) => slice.verdict)).toEqual(['TooSmall', 'TooSmall', 'TooSmall', 'Passed']);
    expect(result.sentence).toContain('3 slices are too small to judge.');
    expect(judged([small, fine], { critical: true }).verdict).toBe('Inconclusive');
    expect(judged([fine], { critical: true }).verdict).toBe('Passed');
    expect(judged([small])).toMatchObject({ verdict: 'Inconclusive', measured: null });
  });

  it('is sure of a slice without any error', () => {
    expect(judged([aSlice('ATL', aDifference(-0.03, 0))]).verdict).toBe('Failed');
    expect(judged([aSlice('ATL', aDifference(-0.02, 0))]).verdict).toBe('Passed');
  });

  it('has no say without a champion, and cannot tell with one that is not comparable', () => {
    expect(judgeSliceGate(gate, anEvaluation(), undefined).verdict).toBe('NoChampion');
    const standing = { version: 3, notComparable: 'no SQL' };
    expect(judgeSliceGate(gate, anEvaluation(), standing)).toMatchObject({
      verdict: 'Inconclusive',
      sentence: 'ChampionNotComparable: no SQL.',
    });
  });
});

describe("Holm's adjustment", () => {
  it('is that of the textbook', () => {
    expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holmAdjusted([])).toEqual([]);
  });

  it('never lowers a value, keeps their order and stays a probability', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const adjusted = holmAdjusted(values);
        for (const [i, p] of values.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, q] of values.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
      }),
    );
  });
});
