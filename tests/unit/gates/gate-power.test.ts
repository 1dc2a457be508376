import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { judgeChampionGate } from '#domain/gates/champion-gate.ts';
import { aucDifferenceError, gatePower } from '#domain/gates/gate-power.ts';
import { aDifference, aGate, anEvaluation } from './an-evaluation.ts';

const gate = aGate('champion', { margin: 0.01 });

/** Power with so many degrees of freedom that Student's distribution is the normal one. */
function powerAt(standardError: number, margin: number) {
  const differences = { auc: { value: 0, standardError, degreesOfFreedom: 1e6 } };
  return gatePower([{ ...gate, margin }], { differences })[0]!;
}

describe('the power of a gate', () => {
  it('is what the reference found for AUC 0.68 and 20 % positives', () => {
    const passes = (rows: number, correlation: number, margin: number) => {
      const error = aucDifferenceError({ auc: 0.68, positives: 0.2 * rows, negatives: 0.8 * rows, correlation });
      return Math.round(100 * powerAt(error, margin).chances[0]!.passes);
    };
    expect([passes(2000, 0.9, 0.005), passes(2000, 0.97, 0.005)]).toEqual([17, 36]);
    expect([passes(2000, 0.9, 0.01), passes(2000, 0.97, 0.01)]).toEqual([41, 82]);
    expect([passes(10_000, 0.9, 0.005), passes(10_000, 0.97, 0.005)]).toEqual([47, 89]);
    expect([passes(10_000, 0.9, 0.01), passes(10_000, 0.97, 0.01)]).toEqual([93, 100]);
    expect(passes(25_000, 0.9, 0.005)).toBe(80);
  });

  it('lets pass one in twenty that is worse by just the margin, and stops as many', () => {
    const { passes, fails } = powerAt(0.004, 0.01).chances[1]!;
    expect(passes).toBeCloseTo(0.05, 6);
    expect(fails).toBeCloseTo(0.05, 6);
  });

  it('names the margin at which nine of ten equal candidates pass', () => {
    const { marginForNineOfTen } = powerAt(0.004, 0.01);
    expect(powerAt(0.004, marginForNineOfTen).chances[0]!.passes).toBeCloseTo(0.9, 9);
  });

  it('is what the gate does to simulated candidates', () => {
    const random = xoroshiro128plus(5);
    const normal = () => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
      return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
    };
    const standardError = 0.005;
    const runs = 2000;
    let passed = 0;
    for (let run = 0; run < runs; run += 1) {
      const auc = { value: normal() * standardError, standardError, degreesOfFreedom: 1e6 };
      const { verdict } = judgeChampionGate(gate, anEvaluation({ differences: { auc } }), { champion: { version: 1 } });
      if (verdict === 'Passed') passed += 1;
    }
    const { passes } = powerAt(standardError, 0.01).chances[0]!;
    expect(Math.abs(passed / runs - passes)).toBeLessThan(3 * Math.sqrt((passes * (1 - passes)) / runs));
  });

  it('is not told of other gates, nor where the error is unknown', () => {
    expect(gatePower([aGate('absolute'), gate], anEvaluation())).toEqual([]);
    expect(gatePower([gate], anEvaluation({ differences: { auc: aDifference(0, null) } }))).toEqual([]);
    expect(gatePower([gate], anEvaluation({ differences: { auc: aDifference(0, 0) } }))).toEqual([]);
  });
});
