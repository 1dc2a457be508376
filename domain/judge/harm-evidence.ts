import type { Baseline } from '../ledger/champion.ts';
import { effectiveSize, worthOf } from './correlation.ts';
import { type Expectation, minuteEvidence } from './minute-evidence.ts';
import { rateCeiling } from './rate-ceiling.ts';
import { NO_TRAFFIC, type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';

/** Extra failure rates that are looked for, as a mixture. */
const LIFTS = [0.005, 0.02, 0.1, 0.4];

/** The most one minute may count for, as a mixture: a lone bad minute of one instance is not green's harm. */
const CAPS = [4, 30, 300];

/** Share of minutes in which anything may happen in one fleet alone. */
const STRAY_MINUTES = 0.01;

/** A history counts for at most this many requests, so that blue's own minutes soon outweigh it. */
const HISTORY_WEIGHT = 3000;

/** Evidence stays a finite number, however many bad minutes follow each other. */
const HIGHEST = 1e250;

export interface HarmTest {
  /** In order of time, without gaps. */
  readonly minutes: readonly SettledMinute[];
  /** Blue before the deployment. */
  readonly history: Baseline;
  /** Extra failure rate that is tolerated. */
  readonly margin: number;
  /** The same for minutes in which blue answers nothing and its history stands for it. */
  readonly baselineMargin: number;
  /** Looks planned for the whole watch; later ones test no new start of a fault. */
  readonly plannedLooks: number;
}

/**
 * Evidence, as an e-value after each minute, that green began to fail more than blue + margin in one of the minutes so far: a
 * non-negative supermartingale from 1 while it does not, so that it ever reaches 1/alpha with chance alpha at most, however often it
 * is looked at (Ville's inequality; normalised Shiryaev-Roberts mixture over the minute in which the fault starts).
 */
export function harmEvidence(test: HarmTest): number[] {
  const running = LIFTS.flatMap((lift) => CAPS.map((cap) => ({ lift, cap, sum: 0 })));
  let blueBefore = NO_TRAFFIC;
  return test.minutes.map((minute, index) => {
    const expected = expectation(minute, blueBefore, test);
    const evidence = new Map(LIFTS.map((lift) => [lift, minuteEvidence(minute, expected, lift)]));
    const start = index < test.plannedLooks ? 1 : 0;
    let total = 0;
    for (const process of running) {
      const { ratio, most } = evidence.get(process.lift)!;
      // Huber's robust e-value: (1 - eps) * 1 + eps * C = 1 + eps (C - 1) is the most a minute's mean can be.
      const factor = Math.min(ratio, process.cap) / (1 + STRAY_MINUTES * (Math.min(most, process.cap) - 1));
      process.sum = Math.min(HIGHEST, (process.sum + start) * factor);
      total += process.sum;
    }
    blueBefore = totalTraffic([blueBefore, minute.blue]);
    const untested = Math.max(0, test.plannedLooks - index - 1);
    return (total / running.length + untested) / test.plannedLooks;
  });
}

function expectation(minute: SettledMinute, blueBefore: Traffic, test: HarmTest): Expectation {
  const { history } = test;
  const { correlation } = history;
  if (minute.blue.requests === 0) {
    const known = totalTraffic([history, blueBefore]);
    // Green now answers what blue answered in a minute then, so failures clumped then as they do now.
    const worth = minute.green.requests === 0 ? 1 : effectiveSize(minute.green.requests, correlation);
    const share = worth / Math.max(1, minute.green.requests);
    return { blueRate: rateCeiling(worthOf(known, share)), margin: test.baselineMargin, correlation };
  }
  const weight = history.requests === 0 ? 0 : Math.min(1, HISTORY_WEIGHT / history.requests);
  const failures = history.failures * weight + blueBefore.failures + 0.5;
  const requests = history.requests * weight + blueBefore.requests + 1;
  return { blueRate: failures / requests, margin: test.margin, correlation };
}
