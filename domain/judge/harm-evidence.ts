import type { Baseline } from '../ledger/champion.ts';
import { upperBound } from './clopper-pearson.ts';
import { minuteEvidence } from './minute-evidence.ts';
import { type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';

/** Extra failure rates that are looked for, as a mixture. */
const LIFTS = [0.005, 0.02, 0.1, 0.4];

/** The most one minute may count for, as a mixture: a lone bad minute of one instance is not green's harm. */
const CAPS = [4, 30, 300];

/** Share of minutes in which anything may happen in one fleet alone. */
const STRAY_MINUTES = 0.01;

/** A history counts for at most this many requests, so that blue's own minutes soon outweigh it. */
const HISTORY_WEIGHT = 3000;

/** How sure the ceiling on blue's rate is, where blue answers nothing. */
const CEILING_CONFIDENCE = 0.99;

export interface HarmTest {
  readonly minutes: readonly SettledMinute[];
  /** Blue before the deployment. */
  readonly history: Baseline;
  /** Extra failure rate that is tolerated. */
  readonly margin: number;
  /** Looks planned for the whole watch; later ones test no new start of a fault. */
  readonly plannedLooks: number;
}

/**
 * Evidence, as an e-value, that green began to fail more than blue + margin in one of the minutes: a non-negative supermartingale
 * from 1 while it does not, so that it ever reaches 1/alpha with chance alpha at most, however often it is looked at
 * (Ville's inequality; normalised Shiryaev-Roberts mixture over the minute in which the fault starts).
 */
export function harmEvidence({ minutes, history, margin, plannedLooks }: HarmTest): number {
  const running = LIFTS.flatMap((lift) => CAPS.map((cap) => ({ lift, cap, sum: 0 })));
  let blueBefore: Traffic = { requests: 0, failures: 0 };
  for (const [index, minute] of minutes.entries()) {
    const evidence = evidenceByLift(minute, { history, blueBefore, margin });
    for (const process of running) {
      const start = index < plannedLooks ? 1 : 0;
      process.sum = (process.sum + start) * capped(evidence?.get(process.lift), process.cap);
    }
    blueBefore = totalTraffic([blueBefore, minute.blue]);
  }
  const untested = Math.max(0, plannedLooks - minutes.length);
  return running.reduce((total, { sum }) => total + (sum + untested) / plannedLooks, 0) / running.length;
}

/** Undefined for a minute in which green answered nothing: it says nothing. */
function evidenceByLift(
  minute: SettledMinute,
  known: { history: Baseline; blueBefore: Traffic; margin: number },
): Map<number, number> | undefined {
  if (minute.green.requests === 0) return undefined;
  const { history, blueBefore, margin } = known;
  const weight = history.requests === 0 ? 0 : Math.min(1, HISTORY_WEIGHT / history.requests);
  const failures = history.failures * weight + blueBefore.failures + 0.5;
  const requests = history.requests * weight + blueBefore.requests + 1;
  const expected = {
    blueRate: failures / requests,
    blueCeiling: minute.blue.requests > 0 ? 1 : upperBound(totalTraffic([history, blueBefore]), CEILING_CONFIDENCE),
    margin,
    correlation: history.correlation,
  };
  return new Map(LIFTS.map((lift) => [lift, minuteEvidence(minute, expected, lift)]));
}

/** Huber's robust e-value: (1 - eps) * 1 + eps * C = 1 + eps (C - 1) is the most a minute's mean can be. */
function capped(evidence: number | undefined, cap: number): number {
  return evidence === undefined ? 1 : Math.min(evidence, cap) / (1 + STRAY_MINUTES * (cap - 1));
}
