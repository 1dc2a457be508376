import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws from the standard normal distribution, by Box and Muller: the same seed gives the same draws. */
export function normalSample(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
    return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
  };
}

/** Whether a share of so many trials is what chance makes of this probability, to four of its errors. */
export function isChance(share: number, probability: number, trials: number): boolean {
  const error = Math.sqrt(Math.max(probability * (1 - probability), 1 / trials) / trials);
  return Math.abs(share - probability) < 4 * error;
}
