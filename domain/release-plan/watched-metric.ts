import type { MetricJudgement } from '../judge/judge-metric.ts';

/** What a workflow's data and `andon show` keep of a metric's judgement; the evidence document has its minutes. */
export function watchedMetric({ name, mode, green, blue, eValues, finding }: MetricJudgement) {
  const bound = finding !== undefined && 'bound' in finding ? finding.bound : undefined;
  return {
    name,
    mode,
    green,
    blue,
    eValue: eValues.reduce((highest, value) => Math.max(highest, value), 1),
    ...(finding === undefined ? {} : { finding: finding.kind }),
    ...(bound === undefined ? {} : { difference: bound.difference, basis: bound.basis }),
  };
}
