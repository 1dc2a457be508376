import { describe, expect, it } from 'vitest';
import { clusteredMean, unclustered } from '#domain/evaluation/clusters.ts';
import { aucDifferenceError } from '#domain/gates/auc-difference-error.ts';
import { judgeChampionGate } from '#domain/gates/champion-gate.ts';
import { gatePower } from '#domain/gates/gate-power.ts';
import { aDifference, aGate, anEvaluation } from './an-evaluation.ts';
import { isChance, normalSample } from './normal-sample.ts';

const gate = aGate('champion', { margin: 0.01 });
const champion = { version: 1 };

/** Power with so many degrees of freedom that Student's distribution is the normal one. */
function powerAt(standardError: number, margin: number) {
  const differences = { auc: { value: 0, standardError, degreesOfFreedom: 1e6 } };
  return gatePower([{ ...gate, margin }], { differences, rows: 1000 })[0]!;
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

  /** Candidates worse by a known loss, on so many days of known error, judged by the gate itself through the estimator of a mean. */
  it.each([
    [4, 0.005, 0],
    [8, 0.005, 0],
    [8, 0.003, 0],
    [8, 0.003, 0.01],
    [8, 0.003, 0.02],
    [60, 0.004, 0.02],
  ])('is what the gate does to simulated candidates on %i days, of error %f, worse by %f', (days, error, worseBy) => {
    const runs = 4000;
    const normal = normalSample(days + 1000 * error);
    const clusters = unclustered(days);
    const found = { Passed: 0, Failed: 0, Inconclusive: 0, NoChampion: 0 };
    for (let run = 0; run < runs; run += 1) {
      const means = Float64Array.from({ length: days }, () => -worseBy + error * Math.sqrt(days) * normal());
      const auc = clusteredMean(means, clusters);
      found[judgeChampionGate(gate, anEvaluation({ differences: { auc } }), { champion }).verdict] += 1;
    }
    const measured = { value: 0, standardError: error, degreesOfFreedom: days - 1 };
    const { chances } = gatePower([gate], { differences: { auc: measured }, rows: 100 })[0]!;
    const told = chances.find((chance) => chance.worseBy === worseBy)!;
    expect(isChance(found.Passed / runs, told.passes, runs), `${found.Passed / runs} ${told.passes}`).toBe(true);
    expect(isChance(found.Failed / runs, told.fails, runs), `${found.Failed / runs} ${told.fails}`).toBe(true);
  });

  it('is told of the anchor by its own margin and its own error', () => {
    const anchored = aGate('champion', { margin: 0.01, anchorMargin: 0.03 });
    const measured = {
      rows: 1000,
      differences: { auc: aDifference(0, 0.004) },
      anchorDifferences: { auc: aDifference(-0.01, 0.006) },
    };
    expect(gatePower([anchored], measured)).toMatchObject([
      { against: 'champion', margin: 0.01, standardError: 0.004, rows: 1000 },
      { against: 'anchor', margin: 0.03, standardError: 0.006 },
    ]);
    expect(gatePower([gate], measured)).toHaveLength(1);
  });

  it('is told of another margin, which does not move the anchor’s', () => {
    const anchored = aGate('champion', { margin: 0.01, anchorMargin: 0.03 });
    const differences = { auc: aDifference(0, 0.004) };
    const asked = gatePower([anchored], { rows: 1000, differences, anchorDifferences: differences }, { margin: 0.02 });
    expect(asked).toMatchObject([
      { margin: 0.02, chances: [{ worseBy: 0 }, { worseBy: 0.02 }, { worseBy: 0.04 }] },
      { margin: 0.03 },
    ]);
  });

  it('grows with the rows: four times as many halve the error, over four times as many days', () => {
    const differences = { auc: aDifference(0, 0.004), f1: aDifference(0, 0.004) };
    const gates = [gate, aGate('champion', { metric: 'f1' })];
    const [auc, f1] = gatePower(gates, { rows: 1000, differences }, { rows: 4000 });
    expect(auc).toMatchObject({ rows: 4000, standardError: 0.002, degreesOfFreedom: 31 });
    const [, many] = gatePower(gates, { rows: 1000, differences }, { rows: 100_000 });
    // The jackknife leaves out 50 groups at most.
    expect([f1!.degreesOfFreedom, many!.degreesOfFreedom]).toEqual([31, 49]);
  });

  it('is not told of other gates, nor where the error is unknown', () => {
    expect(gatePower([aGate('absolute'), gate], anEvaluation())).toEqual([]);
    expect(gatePower([gate], anEvaluation({ differences: { auc: aDifference(0, null) } }))).toEqual([]);
    expect(gatePower([gate], anEvaluation({ differences: { auc: aDifference(0, 0) } }))).toEqual([]);
  });
});
