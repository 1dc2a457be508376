import type { JudgedMetric } from '../judge/judge-metric.ts';
import { judgeRelease, type ReleaseJudgement } from '../judge/judge-release.ts';
import type { Baselines } from '../ledger/baseline.ts';
import type { Champion } from '../ledger/champion.ts';
import type { Judge } from '../manifest/judge-schema.ts';
import { METRIC_NAMES, type ReleaseMetric, releaseMetrics } from '../release-plan/release-metrics.ts';

/** What a champion in its watch hours is judged against: what it replaced, frozen before its deployment. */
export interface WatchedReign {
  readonly baselines: Baselines;
  /** Minutes of the watch hours. */
  readonly plannedLooks: number;
}

/** The watch of a champion; undefined when it is not, or no longer, to be judged. */
export function watchedReign({ watchUntil, baseline, since }: Champion, until: Date): WatchedReign | undefined {
  if (watchUntil === undefined || baseline === undefined || until.toISOString() > watchUntil) return undefined;
  const plannedLooks = Math.max(1, Math.round((Date.parse(watchUntil) - Date.parse(since)) / 60_000));
  return { baselines: baseline, plannedLooks };
}

/**
 * What decides in the watch hours. Nothing serves beside the champion, so a client that began to send nonsense cannot be told from a
 * version that refuses what is right, which its deployment would have shown: client errors are only observed.
 */
export function reignMetrics(judge: Judge): ReleaseMetric[] {
  return releaseMetrics(judge).map((metric) =>
    metric.name === METRIC_NAMES.clientErrors ? { ...metric, mode: 'observe' } : metric,
  );
}

/** Judges a champion in its watch hours, against-baseline. */
export function judgeReign(
  metrics: readonly JudgedMetric[],
  { plannedLooks }: WatchedReign,
  { alpha }: Pick<Judge, 'alpha'>,
): ReleaseJudgement {
  return judgeRelease({ metrics, alpha, plannedLooks, deadline: false });
}
