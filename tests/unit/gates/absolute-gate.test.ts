import { describe, expect, it } from 'vitest';
import { judgeAbsoluteGate } from '#domain/gates/absolute-gate.ts';
import { aGate, anEvaluation } from './an-evaluation.ts';

const auc = (value: number | null, interval = {}) => anEvaluation({ metrics: { auc: { value, ...interval } } });

describe('an absolute gate', () => {
  it('passes at its limit and fails beyond it', () => {
    const gate = aGate('absolute', { min: 0.65, max: 0.9 });
    expect(judgeAbsoluteGate(gate, auc(0.65)).verdict).toBe('Passed');
    expect(judgeAbsoluteGate(gate, auc(0.9)).verdict).toBe('Passed');
    expect(judgeAbsoluteGate(gate, auc(0.6499)).verdict).toBe('Failed');
    expect(judgeAbsoluteGate(gate, auc(0.9001)).verdict).toBe('Failed');
  });

  it('says the number, its bounds and the limit', () => {
    expect(judgeAbsoluteGate(aGate('absolute'), auc(0.70001, { low: 0.69, high: 0.71 }))).toEqual({
      name: 'absolute',
      kind: 'absolute',
      mode: 'enforce',
      metric: 'auc',
      verdict: 'Passed',
      measured: 0.70001,
      interval: [0.69, 0.71],
      limit: 'at least 0.65',
      sentence: 'auc is 0.7; it must be at least 0.65.',
    });
    const limit = (fields: object) =>
      judgeAbsoluteGate(aGate('absolute', { min: undefined, ...fields }), auc(0.7)).limit;
    expect(limit({ max: 0.8 })).toBe('at most 0.8');
    expect(limit({ min: 0.1, max: 0.8 })).toBe('from 0.1 to 0.8');
  });

  it.each([auc(null), anEvaluation()])('is inconclusive when the metric is not defined', (evaluation) => {
    const { verdict, measured, sentence } = judgeAbsoluteGate(aGate('absolute'), evaluation);
    expect({ verdict, measured }).toEqual({ verdict: 'Inconclusive', measured: null });
    expect(sentence).toContain('auc is not defined on these holdout rows');
  });
});
