import { alignMinutes } from './align-minutes.ts';
import { type JudgedMetric, judgeMetric, type MetricJudgement } from './judge-metric.ts';
import { metricWeights } from './metric-weights.ts';

export interface ReleaseTrial {
  readonly metrics: readonly JudgedMetric[];
  /** Chance of a false alarm over the whole watch and all metrics. */
  readonly alpha: number;
  /** Minutes the whole watch is planned to last: every bake, the final one included. */
  readonly plannedLooks: number;
  /** This is the last look: a verdict must be given on what there is. */
  readonly deadline: boolean;
}

export type Verdict = 'Healthy' | 'Harmful' | 'Inconclusive';

export interface ReleaseJudgement {
  readonly verdict: Verdict;
  /** The highest evidence of harm of all metrics together after any of the minutes, at least 1; Harmful from 1/alpha on. */
  readonly eValue: number;
  /** ISO start of the minute by which harm was shown. */
  readonly harmfulAt?: string;
  readonly reasons: readonly string[];
  readonly metrics: readonly MetricJudgement[];
}

/**
 * Compares green with blue on several metrics. Harmful: green fails more than blue by more than the margin, at error `alpha` over all
 * looks and metrics together. Healthy, only at the deadline: of every enforced metric a regression of `maxRegression` is excluded with
 * 95 % confidence on at least `minimumRequests`. Otherwise Inconclusive, which is not healthy.
 * A pure function of the settled minutes, so that a look that failed or came late changes nothing.
 */
export function judgeRelease({ metrics, alpha, plannedLooks, deadline }: ReleaseTrial): ReleaseJudgement {
  const weights = metricWeights(metrics);
  const aligned = alignMinutes(metrics.map(({ minutes }) => minutes));
  const judged = metrics.map((metric, index) =>
    judgeMetric({ ...metric, minutes: aligned[index]! }, { weight: weights[index]!, plannedLooks, deadline }),
  );
  const combined = (aligned[0] ?? []).map((_, minute) =>
    judged.reduce((sum, { weight, eValues }) => sum + weight * eValues[minute]!, 0),
  );
  const eValue = combined.reduce((highest, evidence) => Math.max(highest, evidence), 1);
  const harmful = combined.findIndex((evidence) => evidence >= 1 / alpha);
  if (harmful >= 0) {
    const { at } = aligned[0]![harmful]!;
    const reasons = [...reasonsOf(judged, 'seen'), evidenceSentence(judged, { eValue, alpha, harmful })];
    return { verdict: 'Harmful', eValue, harmfulAt: at, reasons, metrics: judged };
  }
  const enforced = judged.filter(({ mode }) => mode === 'enforce');
  const healthy = enforced.length > 0 && enforced.every(({ finding }) => finding?.kind === 'RegressionExcluded');
  const reasons = [...reasonsOf(judged, 'seen'), ...reasonsOf(enforced, 'found')];
  return { verdict: healthy ? 'Healthy' : 'Inconclusive', eValue, reasons, metrics: judged };
}

/** A metric's sentences; the name is only said where there are several. */
function reasonsOf(judged: readonly MetricJudgement[], which: 'seen' | 'found'): string[] {
  return judged.flatMap(({ name, ...sentences }) => {
    const sentence = sentences[which];
    if (sentence === undefined) return [];
    return [judged.length === 1 ? sentence : `${name}: ${sentence}`];
  });
}

function evidenceSentence(
  judged: readonly MetricJudgement[],
  { eValue, alpha, harmful }: { eValue: number; alpha: number; harmful: number },
): string {
  const part = ({ weight, eValues }: MetricJudgement) => weight * eValues[harmful]!;
  const blamed = judged.toSorted((a, b) => part(b) - part(a))[0]!;
  const whose = judged.length === 1 ? '' : `, most of it from ${blamed.name}`;
  return `Evidence of harm is ${eValue.toPrecision(3)}${whose}, at or above 1/alpha = ${(1 / alpha).toPrecision(3)}.`;
}
