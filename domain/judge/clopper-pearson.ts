import { incompleteBeta } from '../evaluation/incomplete-beta.ts';
import type { Traffic } from './settled-minute.ts';

/** Bisections: 2^-50 is below any difference that matters. */
const STEPS = 50;

/** Exact upper bound (Clopper and Pearson 1934) of a failure rate, one-sided: it lies above the true rate with chance `confidence`. */
export function upperBound({ requests, failures }: Traffic, confidence: number): number {
  if (failures >= requests) return 1;
  // The rate at which as few failures as seen have chance 1 - confidence.
  return bisect((rate) => incompleteBeta(rate, failures + 1, requests - failures) < confidence);
}

/** Exact lower bound of a failure rate, one-sided. */
export function lowerBound({ requests, failures }: Traffic, confidence: number): number {
  if (failures === 0) return 0;
  // The rate at which as many failures as seen have chance 1 - confidence.
  return bisect((rate) => incompleteBeta(rate, failures, requests - failures + 1) < 1 - confidence);
}

/** The rate where `below` turns from true to false. */
function bisect(below: (rate: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
