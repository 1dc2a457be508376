import { type Comparison, type RegressionBound, regressionBound } from './regression-bound.ts';

/** What the last look found of one metric that is not shown to be harmful. */
export type Finding =
  | { readonly kind: 'RegressionExcluded' | 'RegressionNotExcluded'; readonly bound: RegressionBound }
  /** Green reported, but fewer requests than a verdict needs. */
  | { readonly kind: 'TooFewRequests' }
  /** Green reported nothing at all: it answers nothing, or the metric is not published. */
  | { readonly kind: 'NeverReported' }
  /** CloudWatch does not tell. */
  | { readonly kind: 'NotMeasured' };

/** Whether a regression of `maxRegression` is excluded, on enough requests of green. */
export function findRegression(comparison: Comparison, maxRegression: number): Finding {
  const requests = comparison.minutes.reduce((sum, { green }) => sum + green.requests, 0);
  if (requests === 0) return { kind: 'NeverReported' };
  if (requests < comparison.minimumRequests) return { kind: 'TooFewRequests' };
  const bound = regressionBound(comparison);
  return { kind: bound.difference < maxRegression ? 'RegressionExcluded' : 'RegressionNotExcluded', bound };
}
