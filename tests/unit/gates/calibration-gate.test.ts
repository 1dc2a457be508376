import { describe, expect, it } from 'vitest';
import { judgeCalibrationGate } from '#domain/gates/calibration-gate.ts';
import { aGate, anEvaluation } from './an-evaluation.ts';

const gate = aGate('calibration', { minOe: 0.8, maxOe: 1.25 });
const oe = (value: number, low: number, high: number) => ({ calibrationOe: { value, low, high } });
const slope = (value: number, low: number, high: number) => ({ calibrationSlope: { value, low, high } });
const judged = (metrics: object, fields: object = {}) =>
  judgeCalibrationGate({ ...gate, ...fields }, anEvaluation({ metrics }));

describe('a calibration gate', () => {
  it('passes when the bounds lie within the limits', () => {
    expect(judged(oe(1, 0.9, 1.1))).toMatchObject({
      verdict: 'Passed',
      measured: 1,
      interval: [0.9, 1.1],
      limit: 'observed over expected from 0.8 to 1.25',
      sentence:
        'Observed over expected is 1, with 95 % confidence at least 0.9 and at most 1.1; it must be from 0.8 to 1.25.',
    });
  });

  it('fails when they lie outside', () => {
    expect(judged(oe(0.7, 0.65, 0.75)).verdict).toBe('Failed');
    expect(judged(oe(1.4, 1.3, 1.5)).verdict).toBe('Failed');
  });

  it('is inconclusive when they lie across a limit', () => {
    expect(judged(oe(0.85, 0.75, 0.95)).verdict).toBe('Inconclusive');
    expect(judged(oe(1.2, 1.1, 1.3)).sentence).toContain('which these rows cannot tell');
  });

  it('is inconclusive when nothing is known', () => {
    expect(judged({})).toMatchObject({ verdict: 'Inconclusive', measured: null });
    expect(judged({})).not.toHaveProperty('interval');
    const unknown = judged({ calibrationOe: { value: 1, low: null, high: null } });
    expect(unknown).toMatchObject({ verdict: 'Inconclusive', measured: 1, interval: [null, null] });
    expect(unknown.sentence).toContain('which cannot be told');
  });

  it('judges the slope too where it has limits, and shows the worse of both', () => {
    const good = { ...oe(1, 0.9, 1.1), ...slope(1, 0.9, 1.1) };
    expect(judged(good, { minSlope: 0.8 })).toMatchObject({ verdict: 'Passed', metric: 'calibrationOe' });
    const flat = { ...oe(1, 0.9, 1.1), ...slope(0.5, 0.4, 0.6) };
    expect(judged(flat, { minSlope: 0.8 })).toMatchObject({
      verdict: 'Failed',
      metric: 'calibrationSlope',
      measured: 0.5,
    });
    expect(judged(flat, { maxSlope: 0.55 })).toMatchObject({ verdict: 'Inconclusive', metric: 'calibrationSlope' });
    expect(judged(flat, { maxSlope: 0.3 }).verdict).toBe('Failed');
    expect(judged(flat, { maxSlope: 0.3 }).limit).toBe(
      'observed over expected from 0.8 to 1.25, the slope at most 0.3',
    );
  });
});
