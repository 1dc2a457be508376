import { describe, expect, it } from 'vitest';
import { fasterPeers } from '../../../../bench/judge/faster-peers.ts';
import { readFlags } from '../../../../bench/judge/grid.ts';
import { measureGroup } from '../../../../bench/judge/measure-group.ts';
import { outcomeOf } from '../../../../bench/judge/outcome.ts';
import { report } from '../../../../bench/judge/report.ts';
import { fixedThreshold } from '../../../../bench/judge/rules.ts';
import { checkTargets } from '../../../../bench/judge/targets.ts';
import { minutesOf } from '../bakes.ts';

const { grid } = readFlags(
  '--base 0.01 --rate 5 --minutes 30 --scenario iid,beta --lift 0.2 --onset 0,10,60 --repeats 40 --seed 3'.split(' '),
);
const GROUP = { base: 0.01, rate: 5, scenario: 'iid', alone: false } as const;

describe('an outcome', () => {
  it('tells early alarms from late ones, and how late', () => {
    expect(outcomeOf([5, 12, 13, 14, undefined], 10)).toEqual({ early: 0.2, detected: 0.6, median: 3, p90: null });
  });

  it('takes every alarm as early where there is no fault', () => {
    expect(outcomeOf([5, undefined], undefined)).toEqual({ early: 0.5, detected: 0, median: null, p90: null });
  });
});

describe('a fixed threshold', () => {
  const breaching = minutesOf([
    [100, 6, 900, 0],
    [100, 5, 900, 0],
    [100, 6, 900, 0],
  ]);

  it('alarms when enough of the last minutes are above it', () => {
    expect(fixedThreshold(breaching, { needed: 1, of: 1 })).toBe(1);
    expect(fixedThreshold(breaching, { needed: 2, of: 3 })).toBe(3);
    expect(fixedThreshold(breaching, { needed: 2, of: 2 })).toBeUndefined();
  });
});

describe('a group of settings', () => {
  const results = measureGroup(GROUP, grid);

  it('is measured without a fault, at the margin, and with each fault that begins within the bake', () => {
    expect(results.map(({ lift, onset, repeats }) => [lift, onset, repeats])).toEqual([
      [0, 0, 40],
      [0.005, 0, 40],
      [0.2, 0, 10],
      [0.2, 10, 10],
    ]);
  });

  it('is the same again for the same seed', () => {
    expect(measureGroup(GROUP, grid)).toEqual(results);
  });

  it('shows what it must: the judge finds the fault and nothing else, Kayenta is not asked without blue', () => {
    expect(results[0]?.outcomes.andon.early).toBe(0);
    expect(results[2]?.outcomes.andon.detected).toBe(1);
    expect(measureGroup({ ...GROUP, alone: true }, grid)[0]?.outcomes.kayenta).toBeNull();
  });

  it('keeps or misses promises, and has a line for each in the report', () => {
    const missing = results.map((result) => ({
      ...result,
      outcomes: { ...result.outcomes, andon: { early: 0.5, detected: 0, median: null, p90: null } },
    }));
    expect(checkTargets(results).every(({ missed }) => missed.length === 0)).toBe(true);
    expect(checkTargets(missing).map(({ missed, settings }) => missed.length === settings)).toEqual([true, true]);
    const text = report({ grid, results: missing, look: { first: 9, median: 3 }, seconds: 1 });
    expect(text).toContain('MISSED in 2 of 2 settings, the worst 50 % (iid, base 1 %, 5/s, 30 min, 50 %;');
    expect(text).toContain('| iid | 1 % | 5 | 50 / 50 |');
    expect(text).toContain('1 against not found (30 min from 10)');
  });

  it('lists a peer that is faster with what its speed costs', () => {
    const faster = fasterPeers(results).filter(({ peer }) => peer === 'oneOfOne');
    expect(faster).toHaveLength(2);
    expect(faster.every(({ median, ours }) => median < ours!)).toBe(true);
  });
});

describe('flags', () => {
  it('default to the whole grid', () => {
    const { grid: whole, threads, json } = readFlags([]);
    expect([whole.bases, whole.rates, whole.minutes, whole.onsets]).toEqual([
      [0, 0.001, 0.01],
      [0.5, 5, 50],
      [30, 120],
      [0, 10],
    ]);
    expect(whole.scenarios).toHaveLength(5);
    expect(whole.repeats).toEqual({ without: 2000, with: 500 });
    expect([threads, json]).toEqual([2, false]);
    expect(readFlags(['--quick']).grid.repeats.without).toBe(200);
  });

  it('say which of them cannot be used', () => {
    expect(() => readFlags(['--base', 'x'])).toThrow('--base "x" is not a number of at least 0. See --help.');
    expect(() => readFlags(['--scenario', 'bursts'])).toThrow('--scenario "bursts" is not one of iid,');
  });
});
