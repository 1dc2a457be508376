import { type KayentaLook, PUBLISHED_Z } from './kayenta.ts';

/** The share of bakes at the margin that may be rolled back. */
const FALSE_ROLLBACKS = 0.01;

/**
 * The effect size (`allowedIncrease` of Kayenta's meanRatio) with which 1 % of these bakes are rolled back; undefined where none does,
 * because blue's mean is 0 and Kayenta then does not test the effect. At least the published 1.
 */
export function allowedIncrease(bakes: readonly (readonly KayentaLook[])[]): number | undefined {
  const highest = bakes
    .map((looks) => looks.reduce((max, { z, meanRatio }) => (z > PUBLISHED_Z ? Math.max(max, meanRatio) : max), 0))
    .sort((a, b) => b - a);
  const limit = highest[Math.floor(FALSE_ROLLBACKS * bakes.length)]!;
  if (limit === Infinity) return undefined;
  // Just above it: the next larger ratio that can be told from it.
  return Math.max(1, limit * (1 + 1e-12));
}
