import { findRegression } from '#domain/judge/metric-finding.ts';
import type { SettledMinute } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/baseline.ts';
import type { KayentaLook, KayentaSettings } from './kayenta.ts';
import { outcomeOf } from './outcome.ts';
import { randomFrom } from './random.ts';
import { retuned } from './retune.ts';
import { andon, type FirstAlarm, fixedThreshold, kayenta, looksUntilHigh, MARGIN } from './rules.ts';
import { type Grid, type Group, isFault, onsetsWithin, type Result } from './settings.ts';
import { type Fault, type Service, simulateBake, simulateHistory } from './traffic.ts';

/** Days before a deployment that are made for a group; its bakes take turns with them. */
const HISTORIES = 50;

const MAX_REGRESSION = 0.05;
const MINIMUM_REQUESTS = 100;

/** Simulates every setting of a group and what each rule says to it. */
export function measureGroup(group: Group, grid: Grid): Result[] {
  const service = serviceOf(group);
  const words = [grid.seed, group.base, group.rate, group.scenario, group.alone ? 'alone' : 'beside'];
  const histories = Array.from({ length: Math.min(HISTORIES, repeatsOf(grid, 0)) }, (_, index) =>
    simulateHistory(service, randomFrom(...words, 'history', index)),
  );
  const published = { warmUp: grid.warmUp, allowedIncrease: 1 };
  return grid.minutes.flatMap((minutes) => {
    const bakes = (fault: Fault, settings: KayentaSettings): Bake[] =>
      Array.from({ length: repeatsOf(grid, fault.lift) }, (_, index) => {
        const random = randomFrom(...words, minutes, fault.lift, fault.onset, index);
        const bake = simulateBake(service, { ...fault, minutes }, random);
        const history = histories[index % histories.length]!;
        return lookAll(bake, { history, ...(group.alone ? {} : { settings }) });
      });
    const edge = bakes({ lift: MARGIN, onset: 0 }, { ...published, allowedIncrease: Infinity });
    const tuned = retuned(
      edge.map(({ looks }) => looks),
      published,
    );
    return faultsOf(grid, minutes).map((fault): Result => {
      const measured = fault.lift === MARGIN ? edge : bakes(fault, tuned ?? published);
      const onset = isFault(fault.lift) ? fault.onset : undefined;
      const outcome = (rule: (bake: Bake) => FirstAlarm) => outcomeOf(measured.map(rule), onset);
      const kayentaOutcome = (settings: KayentaSettings | undefined) =>
        settings === undefined || group.alone ? null : outcome(({ looks }) => kayenta(looks, settings));
      const outcomes = {
        andon: outcome(({ alarm }) => alarm),
        kayenta: kayentaOutcome(published),
        kayentaRetuned: kayentaOutcome(tuned),
        oneOfOne: outcome(({ oneOfOne }) => oneOfOne),
        twoOfThree: outcome(({ twoOfThree }) => twoOfThree),
      };
      const healthy = measured.filter((bake) => bake.healthy).length / measured.length;
      return { ...group, minutes, ...fault, repeats: measured.length, outcomes, healthy };
    });
  });
}

/** No fault, the margin, and every fault; the margin's bakes are made once. */
function faultsOf(grid: Grid, minutes: number): Fault[] {
  return [...new Set([0, MARGIN, ...grid.lifts])].flatMap((lift) =>
    (isFault(lift) ? onsetsWithin(grid, minutes) : [0]).map((onset) => ({ lift, onset })),
  );
}

interface Bake {
  readonly alarm: FirstAlarm;
  readonly oneOfOne: FirstAlarm;
  readonly twoOfThree: FirstAlarm;
  readonly looks: readonly KayentaLook[];
  readonly healthy: boolean;
}

function lookAll(
  minutes: readonly SettledMinute[],
  { history, settings }: { history: Baseline; settings?: KayentaSettings },
): Bake {
  const alarm = andon(minutes, history);
  const finding = findRegression({ minutes, history, minimumRequests: MINIMUM_REQUESTS }, MAX_REGRESSION);
  return {
    alarm,
    oneOfOne: fixedThreshold(minutes, { needed: 1, of: 1 }),
    twoOfThree: fixedThreshold(minutes, { needed: 2, of: 3 }),
    looks: settings === undefined ? [] : looksUntilHigh(minutes, settings),
    healthy: alarm === undefined && finding.kind === 'RegressionExcluded',
  };
}

function serviceOf({ base, rate, scenario, alone }: Group): Service {
  const green = rate * 60;
  return alone ? { base, scenario, green: 10 * green, blue: 0 } : { base, scenario, green, blue: 9 * green };
}

function repeatsOf({ repeats }: Grid, lift: number): number {
  return isFault(lift) ? repeats.with : repeats.without;
}
