import type { SettledMinute } from '#domain/judge/settled-minute.ts';

/** One look of Kayenta's judge at one metric that must not increase. */
export interface KayentaLook {
  /** Standardised Wilcoxon statistic of green's rates, less the tolerance, against blue's: High when above the confidence's quantile. */
  readonly z: number;
  /** Mean of green's rates over blue's; infinite where blue's is 0, when Kayenta skips the test of effect size. */
  readonly meanRatio: number;
}

/** Quantile of the published confidence, 98 % two-sided. */
export const PUBLISHED_Z = 2.3263478740408408;

/** The published share of the Hodges-Lehmann estimate that a shift must exceed. */
const TOLERANCE = 0.25;

/**
 * Kayenta's NetflixACAJudge with a growing window, at every minute: the Mann-Whitney test of rates per minute, in the normal
 * approximation with corrections for ties and continuity. `lower confidence limit > 0.25 |estimate|` is the same as the statistic
 * at that shift being above the quantile. Source: kayenta, MannWhitney.scala, MannWhitneyClassifier.scala, NetflixACAJudge.scala.
 */
export function kayentaLooks(minutes: readonly SettledMinute[]): KayentaLook[] {
  const green: number[] = [];
  const blue: number[] = [];
  let differences = new Float64Array(0);
  let [greenSum, blueSum] = [0, 0];
  return minutes.map((minute) => {
    const x = minute.green.requests === 0 ? 0 : minute.green.failures / minute.green.requests;
    const y = minute.blue.requests === 0 ? 0 : minute.blue.failures / minute.blue.requests;
    const ofNewGreen = blue.map((other) => x - other).reverse();
    insert(green, x);
    const ofNewBlue = green.map((other) => other - y);
    insert(blue, y);
    differences = merged(merged(differences, ofNewGreen), ofNewBlue);
    greenSum += x;
    blueSum += y;
    const estimate = median(differences);
    const meanRatio = blueSum === 0 || greenSum === 0 ? Number.POSITIVE_INFINITY : greenSum / blueSum;
    return { z: wilcoxon({ green, blue }, TOLERANCE * Math.abs(estimate)), meanRatio };
  });
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

function merged(a: Float64Array, b: readonly number[]): Float64Array<ArrayBuffer> {
  const into = new Float64Array(a.length + b.length);
  let [i, j] = [0, 0];
  for (let place = 0; place < into.length; place += 1) {
    const fromA = j >= b.length || (i < a.length && a[i]! <= b[j]!);
    into[place] = fromA ? a[i]! : b[j]!;
    if (fromA) i += 1;
    else j += 1;
  }
  return into;
}

function median(ascending: Float64Array): number {
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2;
}
