import { describe, expect, it } from 'vitest';
import { beta, binomial, randomFrom } from '../../../../bench/judge/random.ts';

const DRAWS = 20_000;

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

describe('random numbers of a bench', () => {
  it('are the same for the same words and others for others', () => {
    expect(randomFrom(1, 'a')()).toBe(randomFrom(1, 'a')());
    expect(randomFrom(1, 'a')()).not.toBe(randomFrom(2, 'a')());
  });

  it.each([
    { n: 30, p: 0.01 },
    { n: 27_000, p: 0.001 },
    { n: 2700, p: 0.3 },
    { n: 300, p: 0.95 },
    { n: 10, p: 0 },
    { n: 10, p: 1 },
  ])('count failures of $n tries of chance $p', ({ n, p }) => {
    const random = randomFrom('binomial', n, p);
    const { mean, variance } = moments(() => binomial(random, n, p));
    const expected = n * p * (1 - p);
    // Four standard errors of a mean, and of a variance.
    expect(Math.abs(mean - n * p)).toBeLessThanOrEqual(4 * Math.sqrt(expected / DRAWS));
    expect(Math.abs(variance - expected)).toBeLessThanOrEqual(0.06 * expected);
  });

  it.each([
    { a: 0.2, b: 198.8 },
    { a: 10, b: 189 },
  ])('follow a beta distribution of $a and $b', ({ a, b }) => {
    const random = randomFrom('beta', a, b);
    const { mean, variance } = moments(() => beta(random, a, b));
    const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(mean - a / (a + b))).toBeLessThanOrEqual(4 * Math.sqrt(expected / DRAWS));
    expect(Math.abs(variance - expected)).toBeLessThanOrEqual(0.15 * expected);
  });
});
