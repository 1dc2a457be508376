import type { SettledMinute } from '#domain/judge/settled-minute.ts';
import { failureRate } from './failure-rate.ts';

/** One look of Kayenta's judge at one metric that must not increase. */
export interface KayentaLook {
  /** Minutes seen, from 1. */
  readonly minute: number;
  /** Standardised Wilcoxon statistic of green's rates, less the tolerance, against blue's: High when above the confidence's quantile. */
  readonly z: number;
  /** Mean of green's rates over blue's; infinite where blue's is 0, when Kayenta skips the test of effect size. */
  readonly meanRatio: number;
}

/** What can be set of it: from which minute on it is asked, and which ratio of the means counts as an effect. */
export interface KayentaSettings {
  readonly warmUp: number;
  readonly allowedIncrease: number;
}

/** Whether it classifies the metric as High. */
export function isHigh({ minute, z, meanRatio }: KayentaLook, settings: KayentaSettings): boolean {
  return minute >= settings.warmUp && z > PUBLISHED_Z && meanRatio >= settings.allowedIncrease;
}

/** Quantile of the published confidence, 98 % two-sided. */
const PUBLISHED_Z = 2.3263478740408408;

/** The published share of the Hodges-Lehmann estimate that a shift must exceed. */
const TOLERANCE = 0.25;

/**
 * Kayenta's NetflixACAJudge with a growing window, minute by minute: the Mann-Whitney test of rates per minute, in the normal
 * approximation with corrections for ties and continuity. `lower confidence limit > 0.25 |estimate|` is the same as the statistic
 * at that shift being above the quantile. Source: kayenta, MannWhitney.scala, MannWhitneyClassifier.scala, NetflixACAJudge.scala.
 */
export function* kayentaLooks(minutes: readonly SettledMinute[]): Generator<KayentaLook> {
  const green: number[] = [];
  const blue: number[] = [];
  let [greenSum, blueSum] = [0, 0];
  for (const minute of minutes) {
    const [x, y] = [failureRate(minute.green), failureRate(minute.blue)];
    insert(green, x);
    insert(blue, y);
    greenSum += x;
    blueSum += y;
    const meanRatio = blueSum === 0 || greenSum === 0 ? Number.POSITIVE_INFINITY : greenSum / blueSum;
    const unshifted = wilcoxon({ green, blue }, 0);
    // A shift can only lower the statistic, so the estimate need not be known where it is low already.
    const high = unshifted > PUBLISHED_Z;
    const z = high ? wilcoxon({ green, blue }, TOLERANCE * Math.abs(shiftEstimate(green, blue))) : unshifted;
    yield { minute: green.length, z, meanRatio };
  }
}

/** The statistic of the samples, both ascending, with green shifted down. */
export function wilcoxon(
  { green, blue }: { green: readonly number[]; blue: readonly number[] },
  shift: number,
): number {
  const [n, m] = [green.length, blue.length];
  let [i, j, wins, ties] = [0, 0, 0, 0];
  while (i < n || j < m) {
    const value = Math.min(i < n ? green[i]! - shift : Infinity, j < m ? blue[j]! : Infinity);
    const [fromGreen, fromBlue] = [i, j];
    while (i < n && green[i]! - shift === value) i += 1;
    while (j < m && blue[j] === value) j += 1;
    const equal = i - fromGreen + j - fromBlue;
    wins += (i - fromGreen) * (fromBlue + (j - fromBlue) / 2);
    ties += equal ** 3 - equal;
  }
  const excess = wins - (n * m) / 2;
  const variance = ((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
  return variance <= 0 ? 0 : (excess - Math.sign(excess) / 2) / Math.sqrt(variance);
}

function insert(ascending: number[], value: number): void {
  let place = ascending.length;
  while (place > 0 && ascending[place - 1]! > value) place -= 1;
  ascending.splice(place, 0, value);
}

/** Finer than any two differences that are not the same. */
const BISECTIONS = 40;

/** The Hodges-Lehmann estimate of green's shift: the median of all differences, of an even number the lower. Both ascending. */
export function shiftEstimate(green: readonly number[], blue: readonly number[]): number {
  let [low, high] = [green[0]! - blue.at(-1)! - 1, green.at(-1)! - blue[0]!];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    let [above, j] = [0, 0];
    for (const value of green) {
      while (j < blue.length && value - blue[j]! > middle) j += 1;
      above += j;
    }
    if (2 * above > green.length * blue.length) low = middle;
    else high = middle;
  }
  // The difference itself, not a number near it: 0 must stay 0, as it decides about ties.
  let [nearest, j] = [Number.POSITIVE_INFINITY, 0];
  for (const value of green) {
    while (j < blue.length && value - blue[j]! > low) j += 1;
    if (j > 0) nearest = Math.min(nearest, value - blue[j - 1]!);
  }
  return nearest;
}
