import { harmEvidence } from '#domain/judge/harm-evidence.ts';
import type { SettledMinute } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/baseline.ts';
import { failureRate } from './failure-rate.ts';
import { isHigh, type KayentaLook, type KayentaSettings, kayentaLooks } from './kayenta.ts';

/** The project's defaults: half a point is tolerated, four times that against blue's past, alpha 1 % of which 5xx has half. */
export const MARGIN = 0.005;
const BASELINE_MARGIN = 0.02;
const THRESHOLD = 1 / (0.01 * 0.5);

/** A number of whole minutes after which a rule first says "roll back"; undefined if it never does. */
export type FirstAlarm = number | undefined;

/** This project's judge, on one critical metric beside others. */
export function andon(minutes: readonly SettledMinute[], history: Baseline): FirstAlarm {
  const test = { minutes, history, margin: MARGIN, baselineMargin: BASELINE_MARGIN, plannedLooks: minutes.length };
  return lookAt(harmEvidence(test), (evidence) => evidence >= THRESHOLD);
}

/** Kayenta's judge, with one critical metric: High is a rollback. */
export function kayenta(looks: readonly KayentaLook[], settings: KayentaSettings): FirstAlarm {
  return lookAt(looks, (look) => isHigh(look, settings));
}

/** Kayenta's looks up to the first at which it says High, or all. */
export function looksUntilHigh(minutes: readonly SettledMinute[], settings: KayentaSettings): KayentaLook[] {
  const looks: KayentaLook[] = [];
  for (const look of kayentaLooks(minutes)) {
    looks.push(look);
    if (isHigh(look, settings)) break;
  }
  return looks;
}

/** An alarm on green's own failure rate, as the samples of canary deployments put it: > 5 % in `needed` of `needed + spare` minutes. */
export function fixedThreshold(
  minutes: readonly SettledMinute[],
  { needed, of }: { needed: number; of: number },
): FirstAlarm {
  const breaching = minutes.map(({ green }) => failureRate(green) > 0.05);
  return lookAt(breaching, (_, index) => {
    const recent = breaching.slice(Math.max(0, index + 1 - of), index + 1);
    return recent.filter(Boolean).length >= needed;
  });
}

function lookAt<T>(looks: readonly T[], alarming: (look: T, index: number) => boolean): FirstAlarm {
  const index = looks.findIndex(alarming);
  return index < 0 ? undefined : index + 1;
}
