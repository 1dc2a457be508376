import type { Watch } from '#statemachines/release.data.ts';

/** Until a deployment that nothing can be seen of yet is looked at again. */
const LOOK_SECONDS = 60;

/** A look in which nothing was judged. */
export function quietLook(before: Watch | null | undefined): Watch {
  return {
    status: 'Watching',
    verdict: 'Inconclusive',
    decided: false,
    looks: (before?.looks ?? 0) + 1,
    waitSeconds: LOOK_SECONDS,
    traffic: { green: { requests: 0, failures: 0 }, blue: { requests: 0, failures: 0 } },
    metrics: [],
    eValue: 1,
    reasons: [],
    bakes: [],
  };
}
