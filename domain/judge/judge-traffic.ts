import type { Baseline } from '../ledger/champion.ts';
import type { MetricSettings } from './judge-metric.ts';
import { judgeRelease, type ReleaseJudgement } from './judge-release.ts';
import type { RegressionBound } from './regression-bound.ts';
import type { SettledMinute } from './settled-minute.ts';

export interface JudgeSettings extends MetricSettings {
  /** Chance of a false alarm over the whole watch. */
  readonly alpha: number;
}

export interface Trial {
  readonly minutes: readonly SettledMinute[];
  /** Blue before the deployment, frozen. */
  readonly history: Baseline;
  readonly settings: JudgeSettings;
  /** Minutes the whole watch is planned to last. */
  readonly plannedLooks: number;
  /** This is the last look: a verdict must be given on what there is. */
  readonly deadline: boolean;
}

export interface Judgement extends Omit<ReleaseJudgement, 'metrics'> {
  /** Only at the deadline, when green has answered enough. */
  readonly bound?: RegressionBound;
}

/** {@link judgeRelease} on the share of failed requests alone, which has the whole of alpha. */
export function judgeTraffic({ minutes, history, settings, plannedLooks, deadline }: Trial): Judgement {
  const metric = { name: 'failures', kind: 'critical', mode: 'enforce', minutes, history, settings } as const;
  const { metrics, ...judgement } = judgeRelease({ metrics: [metric], alpha: settings.alpha, plannedLooks, deadline });
  const finding = metrics[0]?.finding;
  const decided = judgement.verdict !== 'Harmful' && finding !== undefined && 'bound' in finding;
  return decided ? { ...judgement, bound: finding.bound } : judgement;
}
