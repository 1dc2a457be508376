import { effectiveSize } from './correlation.ts';
import { nullPoint } from './null-point.ts';
import type { Traffic } from './settled-minute.ts';

/** What is known of blue before a minute, and what is tolerated. */
export interface Expectation {
  /** Blue's predicted failure rate, strictly between 0 and 1. */
  readonly blueRate: number;
  /** A rate that blue does not exceed, for minutes in which it answers nothing. */
  readonly blueCeiling: number;
  readonly margin: number;
  readonly correlation: number;
}

/** A rate of 1 would make a single success impossible and its evidence infinite. */
const HIGHEST_RATE = 0.95;

/**
 * Likelihood ratio of one minute, of "green fails `lift` more often than tolerated" against the nearest point of "green is within
 * the margin of blue" (steps 1-4 of the judge). Its mean is at most 1 whenever green is within the margin.
 * Where blue answered nothing, green is compared with blue's ceiling instead.
 */
export function minuteEvidence(minute: { green: Traffic; blue: Traffic }, expected: Expectation, lift: number): number {
  const { margin, correlation } = expected;
  const { green, blue } = minute;
  const alone = blue.requests === 0;
  const blueRate = alone ? expected.blueCeiling : expected.blueRate;
  const greenRate = Math.min(HIGHEST_RATE, blueRate + margin + lift);
  if (greenRate <= blueRate + margin) return 1;
  const greenWeight = effectiveSize(green.requests, correlation);
  const blueWeight = effectiveSize(blue.requests, correlation);
  const alternative = {
    green: { rate: greenRate, weight: greenWeight },
    blue: { rate: blueRate, weight: blueWeight },
  };
  const r = alone ? blueRate : nullPoint(alternative, margin);
  const logGreen = logRatio(green, greenRate, r + margin) * (greenWeight / green.requests);
  const logBlue = alone ? 0 : logRatio(blue, blueRate, r) * (blueWeight / blue.requests);
  return Math.exp(logGreen + logBlue);
}

/** ln of (q/r)^failures ((1-q)/(1-r))^successes. */
function logRatio({ requests, failures }: Traffic, q: number, r: number): number {
  return failures * Math.log(q / r) + (requests - failures) * (Math.log1p(-q) - Math.log1p(-r));
}
