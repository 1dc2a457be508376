/** Most faulty versions are faulty from their first request or within the first minutes of traffic, but any minute may be the one. */
const FIRST_MINUTE = 0.2;
const FIRST_QUARTER_HOUR = 0.3;
const QUARTER_HOUR = 15;

/** How much of the evidence is staked on a fault that starts in each of the planned minutes. Sums to 1, fixed before the watch. */
export function onsetBelief(plannedLooks: number): number[] {
  const early = Math.min(QUARTER_HOUR, plannedLooks);
  const anywhere = (1 - FIRST_MINUTE - FIRST_QUARTER_HOUR) / plannedLooks;
  return Array.from(
    { length: plannedLooks },
    (_, minute) => anywhere + (minute === 0 ? FIRST_MINUTE : 0) + (minute < early ? FIRST_QUARTER_HOUR / early : 0),
  );
}
