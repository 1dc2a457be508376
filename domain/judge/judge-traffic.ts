import type { Baseline } from '../ledger/champion.ts';
import { harmEvidence } from './harm-evidence.ts';
import { type RegressionBound, regressionBound } from './regression-bound.ts';
import { type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';

export interface JudgeSettings {
  /** Extra failure rate that is tolerated: the null hypothesis. */
  readonly margin: number;
  /** Extra failure rate that must be excluded for a healthy verdict. */
  readonly maxRegression: number;
  readonly minimumRequests: number;
  /** Chance of a false alarm over the whole watch. */
  readonly alpha: number;
}

export interface Trial {
  /** In order of time. */
  readonly minutes: readonly SettledMinute[];
  /** Blue before the deployment, frozen. */
  readonly history: Baseline;
  readonly settings: JudgeSettings;
  /** Minutes the whole watch is planned to last. */
  readonly plannedLooks: number;
  /** This is the last look: a verdict must be given on what there is. */
  readonly deadline: boolean;
}

export interface Judgement {
  readonly verdict: 'Healthy' | 'Harmful' | 'Inconclusive';
  /** Evidence of harm; Harmful from 1/alpha on. */
  readonly eValue: number;
  readonly reasons: readonly string[];
  /** Only at the deadline, when green has answered enough. */
  readonly bound?: RegressionBound;
}

/**
 * Compares green with blue on the share of failed requests. Harmful: green fails more than blue by more than the margin, at error
 * `alpha` over all looks together. Healthy, only at the deadline: a regression of `maxRegression` is excluded with 95 % confidence
 * on at least `minimumRequests`. Otherwise Inconclusive, which is not healthy.
 */
export function judgeTraffic({ minutes, history, settings, plannedLooks, deadline }: Trial): Judgement {
  const eValue = harmEvidence({ minutes, history, margin: settings.margin, plannedLooks });
  const green = totalTraffic(minutes.map((minute) => minute.green));
  const concurrent = totalTraffic(minutes.map((minute) => minute.blue));
  const seen = `Green failed ${rate(green)}, blue ${rate(concurrent)}.`;
  if (eValue >= 1 / settings.alpha) {
    const why = `Evidence of harm is ${eValue.toPrecision(3)}, at or above 1/alpha = ${(1 / settings.alpha).toPrecision(3)}.`;
    return { verdict: 'Harmful', eValue, reasons: [seen, why] };
  }
  if (!deadline) return { verdict: 'Inconclusive', eValue, reasons: [seen] };
  if (green.requests < settings.minimumRequests) {
    const few = `Green answered ${green.requests} requests; ${settings.minimumRequests} are needed for a verdict.`;
    return { verdict: 'Inconclusive', eValue, reasons: [seen, few] };
  }
  // Requests of the same minutes are the better comparison; the history only serves where blue answered too little.
  const blue = concurrent.requests >= settings.minimumRequests ? concurrent : totalTraffic([concurrent, history]);
  const bound = regressionBound(green, blue);
  const healthy = bound.difference < settings.maxRegression;
  const excluded = `With 95 % confidence green fails at most ${percent(bound.difference)} more than blue; ${percent(settings.maxRegression)} ${healthy ? 'is excluded' : 'cannot be excluded'}.`;
  return { verdict: healthy ? 'Healthy' : 'Inconclusive', eValue, reasons: [seen, excluded], bound };
}

function rate({ requests, failures }: Traffic): string {
  return requests === 0
    ? 'none of 0 requests'
    : `${failures} of ${requests} requests (${percent(failures / requests)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
