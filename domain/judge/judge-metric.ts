import type { Baseline } from '../ledger/baseline.ts';
import { describeFinding, describeTraffic } from './describe-metric.ts';
import { harmEvidence } from './harm-evidence.ts';
import { type Finding, findRegression } from './metric-finding.ts';
import type { Weighed } from './metric-weights.ts';
import { type SettledMinute, type Traffic, totalTraffic } from './settled-minute.ts';

/** What is tolerated of one metric: shares of its requests. */
export interface MetricSettings {
  /** Extra failure rate that is tolerated: the null hypothesis. */
  readonly margin: number;
  /** The same where blue's past stands for blue, which it need not equal; 4 times the margin where it is not said. */
  readonly baselineMargin?: number;
  /** Extra failure rate that must be excluded for a healthy verdict. */
  readonly maxRegression: number;
  readonly minimumRequests: number;
}

/** Failures among requests, both from the same series: 5xx, slow answers, 4xx, or events of a custom counter. */
export interface MetricDescription extends Weighed {
  readonly name: string;
  /** What a fleet did to the requests that count as failures, and what it does; failed and fails where it is not said. */
  readonly verbs?: readonly [did: string, does: string];
  /** The metric of CloudWatch that counts its requests. */
  readonly countedBy?: string;
  readonly settings: MetricSettings;
}

export interface JudgedMetric extends MetricDescription {
  readonly minutes: readonly SettledMinute[];
  /** Blue before the deployment, frozen. */
  readonly history: Baseline;
  /** Why its minutes cannot be told now. */
  readonly unmeasured?: string;
}

export interface MetricJudgement extends Weighed {
  readonly name: string;
  /** The part of alpha it may use. */
  readonly weight: number;
  readonly green: Traffic;
  readonly blue: Traffic;
  /** Its own evidence of harm after each minute. */
  readonly eValues: readonly number[];
  /** What the fleets did, as a sentence. */
  readonly seen: string;
  /** At the deadline only, with the same as a sentence. */
  readonly finding?: Finding;
  readonly found?: string;
}

const BASELINE_MARGIN_FACTOR = 4;

/** One metric's part of a release's judgement. Its minutes are in order of time and without gaps. */
export function judgeMetric(
  { name, kind, mode, verbs, countedBy, minutes, history, settings, unmeasured }: JudgedMetric,
  look: { readonly weight: number; readonly plannedLooks: number; readonly deadline: boolean },
): MetricJudgement {
  const { margin, baselineMargin = margin * BASELINE_MARGIN_FACTOR, maxRegression, minimumRequests } = settings;
  const green = totalTraffic(minutes.map((minute) => minute.green));
  const blue = totalTraffic(minutes.map((minute) => minute.blue));
  const eValues = harmEvidence({ minutes, history, margin, baselineMargin, plannedLooks: look.plannedLooks });
  const judged = {
    name,
    kind,
    mode,
    weight: look.weight,
    green,
    blue,
    eValues,
    seen: unmeasured === undefined ? describeTraffic({ green, blue }, verbs) : `Could not be measured: ${unmeasured}`,
  };
  if (!look.deadline) return judged;
  const comparison = { minutes, history, minimumRequests };
  const finding =
    unmeasured === undefined ? findRegression(comparison, maxRegression) : ({ kind: 'NotMeasured' } as const);
  const found = describeFinding(finding, { green, maxRegression, minimumRequests, verbs, countedBy });
  return { ...judged, finding, found };
}
