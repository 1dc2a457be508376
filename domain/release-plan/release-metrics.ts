import type { MetricDescription } from '../judge/judge-metric.ts';
import type { CustomMetric, Judge } from '../manifest/judge-schema.ts';
import type { MetricSource } from './counted-series.ts';

/** The metrics that every release has, and the one it may have, by the names that evidence and messages give them. */
export const METRIC_NAMES = { serverErrors: '5xx', clientErrors: '4xx', slow: 'slow' } as const;

/** One metric of a release: what is judged, and where CloudWatch counts it. */
export interface ReleaseMetric extends MetricDescription {
  readonly source: MetricSource;
}

const SAGEMAKER = { namespace: 'AWS/SageMaker', dimensions: 'fleet' } as const;

/**
 * What a manifest's releases are judged by. Numerator and denominator are statistics of one series: SageMaker sends 1 or 0 of each request
 * as Invocation5XXErrors and Invocation4XXErrors, so that Sum of SampleCount failed; TC(lo:) counts the latencies above lo.
 */
export function releaseMetrics(judge: Judge): ReleaseMetric[] {
  const { clientErrors, slow, custom, minimumRequests } = judge;
  const serverErrors: ReleaseMetric = {
    name: METRIC_NAMES.serverErrors,
    kind: 'critical',
    mode: 'enforce',
    verbs: ['failed', 'fails'],
    settings: settingsOf(judge, minimumRequests),
    source: errorsOf('Invocation5XXErrors'),
  };
  const refused: ReleaseMetric = {
    name: METRIC_NAMES.clientErrors,
    kind: 'other',
    mode: clientErrors.mode,
    verbs: ['refused', 'refuses'],
    settings: settingsOf(clientErrors, minimumRequests),
    source: errorsOf('Invocation4XXErrors'),
  };
  const late = slow === undefined ? [] : [slowAnswers(slow, minimumRequests)];
  const metrics = [serverErrors, refused, ...late, ...custom.map((metric) => customMetric(metric, minimumRequests))];
  return metrics.map((metric) => ({
    ...metric,
    countedBy: `${metric.source.requests.metric} in ${metric.source.namespace}`,
  }));
}

function errorsOf(metric: string): MetricSource {
  return { ...SAGEMAKER, failures: { metric, statistic: 'Sum' }, requests: { metric, statistic: 'SampleCount' } };
}

function slowAnswers(slow: NonNullable<Judge['slow']>, minimumRequests: number): ReleaseMetric {
  const metric = 'ModelLatency';
  // Microseconds. The lower bound is exclusive.
  const above = `TC(${Math.round(slow.milliseconds * 1000)}:)`;
  return {
    name: METRIC_NAMES.slow,
    kind: 'slow',
    mode: slow.mode,
    verbs: ['was slow in', 'is slow in'],
    settings: settingsOf(slow, minimumRequests),
    source: {
      ...SAGEMAKER,
      failures: { metric, statistic: above },
      requests: { metric, statistic: 'SampleCount' },
    },
  };
}

function customMetric(metric: CustomMetric, minimumRequests: number): ReleaseMetric {
  const { name, mode, namespace, events, total, dimensions } = metric;
  return {
    name,
    kind: 'other',
    mode,
    verbs: ['counted', 'counts'],
    settings: settingsOf(metric, metric.minimumRequests ?? minimumRequests),
    source: {
      namespace,
      dimensions,
      failures: { metric: events, statistic: 'Sum' },
      requests: { metric: total, statistic: 'Sum' },
    },
  };
}

function settingsOf(
  { margin, baselineMargin, maxRegression }: Pick<Judge, 'margin' | 'baselineMargin' | 'maxRegression'>,
  minimumRequests: number,
): MetricDescription['settings'] {
  return { margin, maxRegression, minimumRequests, ...(baselineMargin === undefined ? {} : { baselineMargin }) };
}
