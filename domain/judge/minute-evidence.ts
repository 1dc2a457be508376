import { effectiveSize } from './correlation.ts';
import { nullPoint } from './null-point.ts';
import type { Traffic } from './settled-minute.ts';

/** What is known of blue before a minute, and what is tolerated. */
export interface Expectation {
  /** Blue's predicted failure rate, above 0; where blue answers nothing in the minute, a rate that it does not exceed. */
  readonly blueRate: number;
  readonly margin: number;
  readonly correlation: number;
}

export interface MinuteEvidence {
  /** Likelihood ratio of the minute. */
  readonly ratio: number;
  /** The largest ratio that this many requests could have shown: every one of green's failed and none of blue's. */
  readonly most: number;
}

/** A rate of 1 would make a single success impossible and its evidence infinite. */
const HIGHEST_RATE = 0.95;

const SAYS_NOTHING: MinuteEvidence = { ratio: 1, most: 1 };

/**
 * Evidence of one minute, of "green fails `lift` more often than tolerated" against the nearest point of "green is within the
 * margin of blue" (steps 1-4 of the judge). Its mean is at most 1 whenever green is within the margin.
 * Where blue answered nothing, green is compared with the rate that blue does not exceed.
 */
export function minuteEvidence(
  { green, blue }: { green: Traffic; blue: Traffic },
  { blueRate, margin, correlation }: Expectation,
  lift: number,
): MinuteEvidence {
  const greenRate = Math.min(HIGHEST_RATE, blueRate + margin + lift);
  if (green.requests === 0 || greenRate <= blueRate + margin) return SAYS_NOTHING;
  const greenWeight = effectiveSize(green.requests, correlation);
  const blueWeight = effectiveSize(blue.requests, correlation);
  const alternative = {
    green: { rate: greenRate, weight: greenWeight },
    blue: { rate: blueRate, weight: blueWeight },
  };
  const r = blueWeight === 0 ? blueRate : nullPoint(alternative, margin);
  const greenFails = Math.log(greenRate / (r + margin));
  const greenAnswers = Math.log1p(-greenRate) - Math.log1p(-r - margin);
  const blueFails = Math.log(blueRate / r);
  const blueAnswers = Math.log1p(-blueRate) - Math.log1p(-r);
  const greenShare = green.failures / green.requests;
  const blueShare = blueWeight === 0 ? 0 : blue.failures / blue.requests;
  const ofGreen = greenWeight * (greenShare * greenFails + (1 - greenShare) * greenAnswers);
  const ofBlue = blueWeight * (blueShare * blueFails + (1 - blueShare) * blueAnswers);
  return { ratio: Math.exp(ofGreen + ofBlue), most: Math.exp(greenWeight * greenFails + blueWeight * blueAnswers) };
}
