import { harmEvidence } from '#domain/judge/harm-evidence.ts';
import type { SettledMinute, Traffic } from '#domain/judge/settled-minute.ts';
import type { Baseline } from '#domain/ledger/champion.ts';
import { type KayentaLook, PUBLISHED_Z } from './kayenta.ts';

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

/** Kayenta's judge from the `warmUp`th minute on, rolling back when the means' ratio has reached `allowedIncrease` too. */
export function kayenta(
  looks: readonly KayentaLook[],
  { warmUp, allowedIncrease = 1 }: { warmUp: number; allowedIncrease?: number },
): FirstAlarm {
  return lookAt(
    looks,
    ({ z, meanRatio }, index) => index + 1 >= warmUp && z > PUBLISHED_Z && meanRatio >= allowedIncrease,
  );
}

/** An alarm on green's own failure rate, as the samples of canary deployments put it: > 5 % in `needed` of `needed + spare` minutes. */
export function fixedThreshold(
  minutes: readonly SettledMinute[],
  { needed, of }: { needed: number; of: number },
): FirstAlarm {
  const breaching = minutes.map(({ green }) => rate(green) > 0.05);
  return lookAt(breaching, (_, index) => {
    const recent = breaching.slice(Math.max(0, index + 1 - of), index + 1);
    return recent.filter(Boolean).length >= needed;
  });
}

function rate({ requests, failures }: Traffic): number {
  return requests === 0 ? 0 : failures / requests;
}

function lookAt<T>(looks: readonly T[], alarming: (look: T, index: number) => boolean): FirstAlarm {
  const index = looks.findIndex(alarming);
  return index < 0 ? undefined : index + 1;
}
