import type { Traffic } from './settled-minute.ts';

/** ln(1/0.001): the ceiling is exceeded with chance 0.1 % at most. */
const LOG_ODDS = Math.log(1000);

const BISECTIONS = 45;

/**
 * A failure rate that the fleet hardly exceeds: the largest r with n KL(x/n || r) <= ln 1000 (Chernoff's bound, which holds for
 * any n and for counts that are not whole). 1 when nothing is known.
 */
export function rateCeiling({ requests, failures }: Traffic): number {
  if (failures >= requests) return 1;
  const rate = failures / requests;
  let [low, high] = [rate, 1];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (requests * divergence(rate, middle) <= LOG_ODDS) low = middle;
    else high = middle;
  }
  return high;
}

/** KL(q || r) of Bernoulli distributions, 0 <= q < 1 and 0 < r < 1. */
function divergence(q: number, r: number): number {
  const failing = q === 0 ? 0 : q * Math.log(q / r);
  return failing + (1 - q) * (Math.log1p(-q) - Math.log1p(-r));
}
