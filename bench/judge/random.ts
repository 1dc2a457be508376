import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A number in [0, 1). */
export type Random = () => number;

/** The same numbers for the same words, whatever else was drawn before. */
export function randomFrom(...words: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(hash(words.join('/')));
  return () => uniformFloat64(generator);
}

/** FNV-1a, with the finish of MurmurHash3 so that near words give far seeds. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

/** Standard normal, by the polar method of Marsaglia (1964). */
function normal(random: Random): number {
  for (;;) {
    const [u, v] = [2 * random() - 1, 2 * random() - 1];
    const square = u * u + v * v;
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Gamma with scale 1, by Marsaglia and Tsang (2000). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta with the shapes a and b. */
export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a);
  const y = gamma(random, b);
  return x + y === 0 ? 0 : x / (x + y);
}

/** Below this mean, failures are counted one by one. */
const FEW = 30;

/** Failures in n independent tries of chance p. */
export function binomial(random: Random, n: number, p: number): number {
  let [tries, chance, failures] = [n, p, 0];
  // Splits at the median of the uniforms, which is beta distributed (Devroye 1986, X.4.3).
  while (tries * chance > FEW && tries * (1 - chance) > FEW) {
    const middle = (tries + 1) >> 1;
    const split = beta(random, middle, tries + 1 - middle);
    if (split <= chance) {
      failures += middle;
      tries -= middle;
      chance = (chance - split) / (1 - split);
    } else {
      tries = middle - 1;
      chance /= split;
    }
  }
  return failures + (chance <= 0.5 ? rareEvents(random, tries, chance) : tries - rareEvents(random, tries, 1 - chance));
}

/** The same by the gaps between events, which are geometric. */
function rareEvents(random: Random, n: number, p: number): number {
  if (p <= 0) return 0;
  const logMiss = Math.log1p(-p);
  let count = 0;
  let place = Math.floor(Math.log(1 - random()) / logMiss);
  while (place < n) {
    count += 1;
    place += 1 + Math.floor(Math.log(1 - random()) / logMiss);
  }
  return count;
}
