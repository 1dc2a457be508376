import { seededRandom } from '../../local/random.ts';

/** Chance from one seed: the same seed gives the same draws in the same order. */
export interface Dice {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** `use` tells apart the sources of one seed, so that more draws of one leave the others as they were. */
export function diceOf(seed: number, use: number): Dice {
  const { random } = seededRandom(seed * 101 + use);
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    fraction: random,
    whole,
    chance: (probability) => random() < probability,
    pick: <T>(from: readonly [T, ...T[]]) => from[whole(0, from.length - 1)] ?? from[0],
  };
}
