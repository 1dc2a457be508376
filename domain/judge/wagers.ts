/** What a part of the evidence is staked on. */
export interface Wager {
  /** The extra failure rate that is looked for. */
  readonly lift: number;
  /** The most one minute may count for: a lone bad minute of one instance is not green's harm. */
  readonly cap: number;
  /** All sum to 1. */
  readonly share: number;
}

const CAPS = [4, 30, 300] as const;

/**
 * Points by lift, for each cap. A small lift needs many minutes, each of little weight; a large one shows at once, and that is what
 * must be found soonest, so it has the most.
 */
const POINTS: readonly { readonly lift: number; readonly points: readonly [number, number, number] }[] = [
  { lift: 0.005, points: [1, 1, 0] },
  { lift: 0.02, points: [1, 1, 0] },
  { lift: 0.05, points: [1, 2, 1] },
  { lift: 0.1, points: [1, 2, 1] },
  { lift: 0.3, points: [1, 3, 3] },
];

const TOTAL = POINTS.flatMap(({ points }) => points).reduce<number>((sum, each) => sum + each, 0);

export const LIFTS: readonly number[] = POINTS.map(({ lift }) => lift);

export const WAGERS: readonly Wager[] = POINTS.flatMap(({ lift, points }) =>
  CAPS.map((cap, index) => ({ lift, cap, share: points[index]! / TOTAL })),
).filter(({ share }) => share > 0);
