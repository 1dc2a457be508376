/** A look a minute: that is how often metrics come. Before green has traffic there is less to see. */
const LOOK_SECONDS = 60;
const IDLE_LOOK_SECONDS = 120;

/**
 * So long before SageMaker's wait ends the cord must be pulled to be heard: ingestion of the metric, 10 s until the alarm is
 * evaluated, and SageMaker's look at it, whose interval AWS does not document.
 */
export const CORD_LEAD_SECONDS = 180;

/** SageMaker's waits seen so far, and the time. */
export interface WatchProgress {
  /** Seconds of each wait planned. */
  readonly waits: readonly number[];
  /** ISO start of each wait seen, in order; the last may be under way. */
  readonly bakes: readonly string[];
  /** ISO time of UpdateEndpoint. */
  readonly shiftedAt: string;
  readonly now: Date;
}

export interface WatchSchedule {
  /** The present wait's last chance to pull the cord has come: a verdict is due. Never where nothing was to be waited for. */
  readonly deadline: boolean;
  /** Seconds until the next look. */
  readonly waitSeconds: number;
}

/**
 * When to look next, and whether a verdict is due. A wait that passed unseen makes the present one look like an earlier one: of those it
 * may be, the shortest decides, so that the verdict is never late. It may be a wait only if those before it fit between the update and
 * its start.
 */
export function watchSchedule({ waits, bakes, shiftedAt, now }: WatchProgress): WatchSchedule {
  const started = bakes.at(-1);
  if (started === undefined) return { deadline: false, waitSeconds: IDLE_LOOK_SECONDS };
  // A deployment adopted after its answer was lost began before it is known to have.
  const passed = Math.max(0, (Date.parse(started) - Date.parse(shiftedAt)) / 1000);
  const mayBe = waits.filter((_, index) => {
    const before = waits.slice(0, index).reduce((sum, wait) => sum + wait, 0);
    return index >= bakes.length - 1 && before <= passed;
  });
  const seconds = Math.min(...mayBe);
  // More waits than planned: SageMaker does something else than it was asked to, so a verdict is due at once.
  const wait = Number.isFinite(seconds) ? seconds : 0;
  const due = Date.parse(started) + (wait - CORD_LEAD_SECONDS) * 1000;
  const left = Math.ceil((due - now.getTime()) / 1000);
  if (left <= 0) return { deadline: true, waitSeconds: LOOK_SECONDS };
  return { deadline: false, waitSeconds: Math.min(LOOK_SECONDS, left) };
}

/**
 * Seconds until the next look, told at the end of one: a look that began before the deadline and lasted past it did not know that a verdict
 * was due, and is followed at once.
 */
export function waitAfterLook(progress: WatchProgress, wasDue: boolean): number {
  const { deadline, waitSeconds } = watchSchedule(progress);
  return deadline && !wasDue ? 1 : waitSeconds;
}

/** Adds the wait that SageMaker is in, if it is a new one. */
export function withBake(bakes: readonly string[], bakingSince: string | undefined): string[] {
  return bakingSince === undefined || bakes.includes(bakingSince) ? [...bakes] : [...bakes, bakingSince];
}

/** Minutes a whole watch is planned to last, at least one: what evidence of harm is spread over. */
export function plannedLooks(waits: readonly number[]): number {
  return Math.max(1, Math.ceil(waits.reduce((sum, wait) => sum + wait, 0) / LOOK_SECONDS));
}
