import type { Baseline } from '../ledger/baseline.ts';
import { lowerBound, upperBound } from './clopper-pearson.ts';
import { effectiveTotal, worthOf, worthOfEach } from './correlation.ts';
import { type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';

/** What green was compared with: blue in the same minutes, blue's past, or each for a part of green's requests. */
export type Basis = 'against-blue' | 'against-baseline' | 'against-both';

/** How much worse than blue green may be at most, with 95 % confidence. */
export interface RegressionBound {
  /** Upper bound of green's failure rate. */
  readonly green: number;
  /** Lower bound of blue's. */
  readonly blue: number;
  readonly difference: number;
  readonly basis: Basis;
}

export interface Comparison {
  /** Green has answered in at least one of them. */
  readonly minutes: readonly SettledMinute[];
  readonly history: Baseline;
  /** Blue's requests of the watch that suffice to compare with; with fewer, its past is added. */
  readonly minimumRequests: number;
}

/** Each side errs with chance 2.5 %, so both hold with 95 % at least. */
const SIDE_ERROR = 0.025;

/**
 * One-sided 95 % upper bound of green's failure rate less blue's, from an exact bound (Clopper-Pearson) on each side, at the number of
 * independent requests that the clumped ones are worth. Blue is weighted as green's requests are: those answered while blue
 * answered too against blue, the others against blue's past.
 */
export function regressionBound({ minutes, history, minimumRequests }: Comparison): RegressionBound {
  const { correlation } = history;
  const beside = minutes.filter(({ blue }) => blue.requests > 0);
  const concurrent = totalTraffic(blueOf(beside));
  const besideShare = totalTraffic(greenOf(beside)).requests / totalTraffic(greenOf(minutes)).requests;
  const share = concurrent.requests >= minimumRequests ? besideShare : 0;
  // Blue's past came in minutes as busy as both fleets' are now.
  const perMinute = totalTraffic([...greenOf(minutes), ...blueOf(minutes)]).requests / minutes.length;
  const past = worthOf(totalTraffic([concurrent, history]), worthOfEach(perMinute, correlation));
  const strata = [
    { share, traffic: effectiveTotal(blueOf(beside), correlation) },
    { share: 1 - share, traffic: past },
  ].filter((stratum) => stratum.share > 0);
  const blueConfidence = 1 - SIDE_ERROR / strata.length;
  const blue = strata.reduce((sum, stratum) => sum + stratum.share * lowerBound(stratum.traffic, blueConfidence), 0);
  const green = upperBound(effectiveTotal(greenOf(minutes), correlation), 1 - SIDE_ERROR);
  return { green, blue, difference: green - blue, basis: basisOf(share) };
}

/** Of green's requests, this share has blue beside it. */
function basisOf(share: number): Basis {
  if (share === 0) return 'against-baseline';
  return share === 1 ? 'against-blue' : 'against-both';
}

function greenOf(minutes: readonly SettledMinute[]): Traffic[] {
  return minutes.map(({ green }) => green);
}

function blueOf(minutes: readonly SettledMinute[]): Traffic[] {
  return minutes.map(({ blue }) => blue);
}
