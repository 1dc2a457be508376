import { describe, expect, it } from 'vitest';
import type { ChampionStanding } from '#domain/gates/champion-standing.ts';
import { everyEnforcedGateConclusive, judgeGates } from '#domain/gates/judge-gates.ts';
import type { Gate } from '#domain/manifest/schema.ts';
import { aDifference, aGate, anEvaluation, aSlice } from './an-evaluation.ts';

const evaluation = anEvaluation({
  metrics: { auc: { value: 0.7 }, calibrationOe: { value: 1, low: 0.9, high: 1.1 } },
  differences: { auc: aDifference(0, 0.001) },
  slices: [aSlice('ATL', aDifference(0, 0.001))],
});
const passing = [aGate('absolute'), aGate('champion'), aGate('calibration'), aGate('slice')];
const failing = aGate('absolute', { name: 'too-high', min: 0.99 });
const unsure = aGate('calibration', { name: 'unsure', minOe: 0.95, maxOe: 1.05 });

function judged(gates: readonly Gate[], champion: ChampionStanding = { version: 3 }) {
  return judgeGates({ gates, evaluation, champion });
}

describe('the gates together', () => {
  it('pass when each of them does', () => {
    const judgement = judged(passing);
    expect(judgement).toMatchObject({ verdict: 'Passed', reasons: [] });
    expect(judgement.gates.map((gate) => gate.verdict)).toEqual(['Passed', 'Passed', 'Passed', 'Passed']);
    expect(everyEnforcedGateConclusive(judgement)).toBe(true);
  });

  it('fail when one fails, whatever else cannot be told', () => {
    const judgement = judged([...passing, unsure, failing]);
    expect(judgement.verdict).toBe('Failed');
    expect(judgement.reasons[0]).toBe('too-high Failed: auc is 0.7; it must be at least 0.99.');
    expect(judgement.reasons[1]).toContain('unsure Inconclusive:');
  });

  it('are inconclusive when one cannot be told, and then no machine may approve', () => {
    const judgement = judged([...passing, unsure]);
    expect(judgement.verdict).toBe('Inconclusive');
    expect(everyEnforcedGateConclusive(judgement)).toBe(false);
  });

  it('do not heed what is only observed', () => {
    const judgement = judged([...passing, { ...failing, mode: 'observe' }, { ...unsure, mode: 'observe' }]);
    expect(judgement).toMatchObject({ verdict: 'Passed', reasons: [] });
    expect(everyEnforcedGateConclusive(judgement)).toBe(true);
  });

  it('cannot tell of a container that was not measured, and say why', () => {
    const serving = [aGate('artifact'), aGate('latency'), aGate('contract'), aGate('agreement')];
    const judgement = judged([...passing, ...serving]);
    expect(judgement.verdict).toBe('Inconclusive');
    expect(judgement.gates.slice(passing.length).map(({ verdict }) => verdict)).toEqual(
      serving.map(() => 'Inconclusive'),
    );
    expect(judgement.reasons).toHaveLength(4);
    expect(judgement.reasons[1]).toMatch(/^latency Inconclusive: The candidate was not probed/);
    const observed = serving.map((gate) => ({ ...gate, mode: 'observe' as const }));
    expect(judged([...passing, ...observed])).toMatchObject({ verdict: 'Passed', reasons: [] });
  });

  it('say so when there is no champion: the absolute gates decide, and a person approves', () => {
    const judgement = judgeGates({ gates: passing, evaluation, champion: undefined });
    expect(judgement.verdict).toBe('Passed');
    expect(judgement.reasons).toEqual([
      'There is no champion yet, so the absolute gates alone decided, and a person approves this first version, even where approval is automatic.',
    ]);
    expect(everyEnforcedGateConclusive(judgement)).toBe(false);
    expect(judgeGates({ gates: [...passing, failing], evaluation, champion: undefined }).verdict).toBe('Failed');
  });

  it('let a machine approve a first version when no gate compares', () => {
    const judgement = judgeGates({ gates: [aGate('absolute')], evaluation, champion: undefined });
    expect(judgement.reasons).toEqual(['There is no champion yet, so the absolute gates alone decided.']);
    expect(everyEnforcedGateConclusive(judgement)).toBe(true);
  });
});
