/** Most faulty versions are faulty from their first request or within the first minutes of traffic, but any minute may be the one. */
const FIRST_MINUTE = 0.2;
const FIRST_QUARTER_HOUR = 0.3;
const QUARTER_HOUR = 15;

/** A watch lasts somewhat longer than its planned waits, and what starts in its last minutes must be found too. */
const OVERTIME = 10;

/**
 * How much of the evidence is staked on a fault that starts in each minute, the planned ones and ten more. Sums to 1, fixed before the
 * watch.
 */
export function onsetBelief(plannedLooks: number): number[] {
  const minutes = plannedLooks + OVERTIME;
  const early = Math.min(QUARTER_HOUR, minutes);
  const anywhere = (1 - FIRST_MINUTE - FIRST_QUARTER_HOUR) / minutes;
  return Array.from(
    { length: minutes },
    (_, minute) => anywhere + (minute === 0 ? FIRST_MINUTE : 0) + (minute < early ? FIRST_QUARTER_HOUR / early : 0),
  );
}
