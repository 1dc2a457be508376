const LAST_TERM = 1e-18;

/**
 * P(Z < z) of the standard normal distribution, to about 1e-15 absolute. Source: Marsaglia, "Evaluating the normal distribution",
 * Journal of Statistical Software 11, 2004.
 */
export function normalCumulative(z: number): number {
  if (z < -8.3) return 0;
  if (z > 8.3) return 1;
  let sum = z;
  let term = z;
  for (let odd = 3; Math.abs(term) > LAST_TERM; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z - 0.5 * Math.log(2 * Math.PI));
}
