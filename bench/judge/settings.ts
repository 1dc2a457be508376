import type { Outcome } from './outcome.ts';
import { MARGIN } from './rules.ts';
import type { Scenario } from './traffic.ts';

/** What is asked of the bench. Every combination is one setting. */
export interface Grid {
  readonly bases: readonly number[];
  /** Requests a second on green. */
  readonly rates: readonly number[];
  readonly minutes: readonly number[];
  readonly scenarios: readonly Scenario[];
  readonly lifts: readonly number[];
  readonly onsets: readonly number[];
  readonly repeats: { readonly without: number; readonly with: number };
  readonly seed: number;
  /** Minute from which Kayenta's rule is asked. */
  readonly warmUp: number;
}

/** Settings that share their traffic before the deployment: what one worker does in one go. */
export interface Group {
  readonly base: number;
  readonly rate: number;
  readonly scenario: Scenario;
  /** Blue has no traffic: green is judged against blue's past. */
  readonly alone: boolean;
}

export const RULES = ['andon', 'kayenta', 'kayentaRetuned', 'oneOfOne', 'twoOfThree'] as const;

export type RuleName = (typeof RULES)[number];

export interface Result extends Group {
  readonly minutes: number;
  readonly lift: number;
  readonly onset: number;
  readonly repeats: number;
  readonly outcomes: Readonly<Record<RuleName, Outcome | null>> & { readonly andon: Outcome };
  /** Share of bakes that end healthy at the deadline, not having been rolled back. */
  readonly healthy: number;
}

/** No fault: equal, or worse by exactly what is tolerated. */
export function isFault(lift: number): boolean {
  return lift > MARGIN;
}

/** The minutes in which a fault can begin in a bake of this length. */
export function onsetsWithin({ onsets }: Pick<Grid, 'onsets'>, minutes: number): number[] {
  return onsets.filter((onset) => onset < minutes);
}

export function groupsOf({ bases, rates, scenarios }: Grid): Group[] {
  const groups = scenarios.flatMap((scenario) =>
    bases.flatMap((base) => rates.map((rate) => ({ base, rate, scenario, alone: false }))),
  );
  // Bursts of single instances are too small a part of a green that has all of them.
  const alone = groups.filter(({ scenario }) => !scenario.startsWith('bursts'));
  return [...groups, ...alone.map((group) => ({ ...group, alone: true }))];
}
