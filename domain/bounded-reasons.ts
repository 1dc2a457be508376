/** Reasons travel in a workflow's data, whose payloads hold 256 KiB, and in a Fail state's cause, which holds 32 KiB. */
const MOST = 20;
const LONGEST = 1000;

/** The first reasons, and how many more there are; the evidence document has all of them. */
export function boundedReasons(reasons: readonly string[]): string[] {
  const shown = reasons
    .slice(0, MOST)
    .map((reason) => (reason.length > LONGEST ? `${reason.slice(0, LONGEST - 1)}…` : reason));
  const more = reasons.length - shown.length;
  return more > 0 ? [...shown, `And ${more} more, which the evidence shows.`] : shown;
}
