import { isHigh, type KayentaLook, type KayentaSettings } from './kayenta.ts';

/** The share of bakes at the margin that may be rolled back. */
const FALSE_ROLLBACKS = 0.01;

/**
 * The effect size (`allowedIncrease` of Kayenta's meanRatio) with which 1 % of these bakes are rolled back, at least the published
 * one; undefined where none does, because blue's mean is 0 and Kayenta then does not test the effect.
 */
export function retuned(
  bakes: readonly (readonly KayentaLook[])[],
  published: KayentaSettings,
): KayentaSettings | undefined {
  const highest = bakes
    .map((looks) => Math.max(0, ...looks.filter((look) => isHigh(look, published)).map(({ meanRatio }) => meanRatio)))
    .sort((a, b) => b - a);
  const limit = highest[Math.floor(FALSE_ROLLBACKS * bakes.length)]!;
  if (limit === Infinity) return undefined;
  // Just above it, so that a bake that reached exactly this ratio is not rolled back.
  return { ...published, allowedIncrease: Math.max(published.allowedIncrease, limit * (1 + 1e-12)) };
}
