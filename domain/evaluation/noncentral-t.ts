import { normalCumulative } from './normal.ts';

/** Even, for Simpson's rule. */
const INTERVALS = 400;

/** Standard deviations of the error's error on either side of it. */
const REACH = 9;

/**
 * P(T > t) of the noncentral t distribution: that of (Z + shift) / S, where Z is standard normal and S, the estimated error over the
 * true one, is the root of a chi-square over its degrees of freedom. Integrated over S; the density is normalised by its own sum.
 * Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, 1995, chapter 31.
 */
export function noncentralTail(t: number, df: number, shift: number): number {
  const spread = REACH / Math.sqrt(2 * df);
  const from = Math.max(0, 1 - spread);
  const width = (1 + spread - from) / INTERVALS;
  const logDensity = (s: number) => (df === 1 ? 0 : (df - 1) * Math.log(s)) - (df * s * s) / 2;
  const highest = logDensity(df === 1 ? 0 : Math.sqrt((df - 1) / df));
  let [tail, whole] = [0, 0];
  for (let point = 0; point <= INTERVALS; point += 1) {
    const s = from + point * width;
    const simpson = point === 0 || point === INTERVALS ? 1 : point % 2 === 1 ? 4 : 2;
    const weight = simpson * Math.exp(logDensity(s) - highest);
    whole += weight;
    tail += weight * normalCumulative(shift - t * s);
  }
  return tail / whole;
}
