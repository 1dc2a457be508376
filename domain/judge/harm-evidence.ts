import type { Baseline } from '../ledger/baseline.ts';
import { worthOf, worthOfEach } from './correlation.ts';
import { type Expectation, type MinuteEvidence, minuteEvidence } from './minute-evidence.ts';
import { onsetBelief } from './onset-belief.ts';
import { rateCeiling } from './rate-ceiling.ts';
import { NO_TRAFFIC, type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';
import { LIFTS, WAGERS } from './wagers.ts';

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
  /** Minutes planned for the whole watch; a fault that starts more than ten minutes after them is not looked for. */
  readonly plannedLooks: number;
}

/**
 * Evidence, as an e-value after each minute, that green began to fail more than blue + margin in one of the minutes so far: a
 * non-negative supermartingale from 1 while it does not, so that it ever reaches 1/alpha with chance alpha at most, however often it
 * is looked at (Ville's inequality; a Shiryaev-Roberts mixture over the minute in which the fault starts).
 */
export function harmEvidence(test: HarmTest): number[] {
  const running = WAGERS.map((wager) => ({ ...wager, staked: 0 }));
  const belief = onsetBelief(test.plannedLooks);
  let blueBefore = NO_TRAFFIC;
  let unstaked = 1;
  return test.minutes.map((minute, index) => {
    const expected = expectation(minute, blueBefore, test);
    const evidence = new Map(LIFTS.map((lift) => [lift, minuteEvidence(minute, expected, lift)]));
    const start = belief[index] ?? 0;
    let total = 0;
    for (const wager of running) {
      wager.staked = Math.min(HIGHEST, (wager.staked + start) * robust(evidence.get(wager.lift)!, wager.cap));
      total += wager.share * wager.staked;
    }
    unstaked = Math.max(0, unstaked - start);
    blueBefore = totalTraffic([blueBefore, minute.blue]);
    return total + unstaked;
  });
}

/** Huber's robust e-value: (1 - eps) * 1 + eps * C = 1 + eps (C - 1) is the most a minute's mean can be. */
function robust({ ratio, most }: MinuteEvidence, cap: number): number {
  return Math.min(ratio, cap) / (1 + STRAY_MINUTES * (Math.min(most, cap) - 1));
}

function expectation(minute: SettledMinute, blueBefore: Traffic, test: HarmTest): Expectation {
  const { history } = test;
  const { correlation } = history;
  if (minute.blue.requests === 0) {
    const known = totalTraffic([history, blueBefore]);
    // Green now answers what blue answered in a minute then, so failures clumped then as they do now.
    const worth = worthOfEach(minute.green.requests, correlation);
    return { blueRate: rateCeiling(worthOf(known, worth)), margin: test.baselineMargin, correlation };
  }
  const weight = history.requests === 0 ? 0 : Math.min(1, HISTORY_WEIGHT / history.requests);
  const failures = history.failures * weight + blueBefore.failures + 0.5;
  const requests = history.requests * weight + blueBefore.requests + 1;
  return { blueRate: failures / requests, margin: test.margin, correlation };
}
