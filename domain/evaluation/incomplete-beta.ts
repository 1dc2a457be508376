import { logGamma } from './log-gamma.ts';

const SMALLEST = 1e-300;

/** Natural logarithm of the beta function. */
export function logBeta(a: number, b: number): number {
  const [large, small] = a > b ? [a, b] : [b, a];
  // ln G(n) - ln G(n + 1/2) as a series: the difference of two huge logarithms would lose digits. Source: DLMF 5.11.13.
  if (small === 0.5 && large > 50) {
    const difference = -0.5 * Math.log(large) + 1 / (8 * large) - 1 / (192 * large ** 3) + 1 / (640 * large ** 5);
    return 0.5 * Math.log(Math.PI) + difference;
  }
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Regularised incomplete beta function I_x(a, b), by the continued fraction of DLMF 8.17.22 with Lentz's method. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / (a * continuedFraction(x, a, b));
}

function continuedFraction(x: number, a: number, b: number): number {
  let [fraction, c, d] = [1, 1, 0];
  for (let term = 1; term < 100_000; term += 1) {
    const m = term >> 1;
    const numerator =
      term % 2 === 1
        ? (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
        : (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + numerator * d);
    c = awayFromZero(1 + numerator / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < SMALLEST ? SMALLEST : value;
}
