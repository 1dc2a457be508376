import type { DriftFinding } from '../validate/finding.ts';
import type { BaselineName, Comparison } from './baseline.ts';
import { categoricalStabilityIndex, ksDistance, newCategoryShare, numericStabilityIndex } from './drift-distance.ts';
import type { ColumnProfile } from './profile.ts';

const NAMES = {
  psi: 'its population stability index',
  ks: 'its Kolmogorov-Smirnov distance',
  newCategoryShare: 'its share of categories never seen',
} as const;

/** A column as it was counted to be compared with another profile of it; undefined when it was not. */
export type MeasuredOn = (column: string, before: ColumnProfile | undefined) => ColumnProfile | undefined;

/**
 * Every limit against every baseline it holds for. Limits are on distances, never on p-values, which only measure how much data there is.
 * `key`: where in the manifest the limits are.
 */
export function checkDrift(
  comparisons: readonly Comparison[],
  measuredOn: MeasuredOn,
  key: 'data.drift' | 'data.featureDrift',
): DriftFinding[] {
  return comparisons.flatMap((comparison) => {
    const { maxPsi, maxKs, maxNewCategoryShare } = comparison.drift;
    const limits = { psi: maxPsi, ks: maxKs, newCategoryShare: maxNewCategoryShare };
    return Object.entries(limits).flatMap(([measure, limit]) =>
      limit === undefined
        ? []
        : [finding(comparison, { measure: measure as DriftFinding['measure'], limit, key }, measuredOn)],
    );
  });
}

function finding(
  { drift, baseline }: Comparison,
  { measure, limit, key }: Pick<DriftFinding, 'measure' | 'limit'> & { key: string },
  measuredOn: MeasuredOn,
): DriftFinding {
  const { column, mode } = drift;
  const { kind, name, source } = baseline;
  const named: BaselineName = { kind, name, ...(source === undefined ? {} : { source }) };
  const common = { column, baseline: named, measure, mode, limit };
  if ('reason' in baseline) {
    const message = `\`${column}\`: not compared with ${name}: ${baseline.reason}.`;
    return { ...common, verdict: 'NotComparable', message };
  }
  const before = baseline.profile.columns[column];
  const measured = distance(measure, measuredOn(column, before), before);
  if (measured === undefined) {
    const message = `\`${column}\`: ${name} has no profile that ${NAMES[measure]} could be measured by.`;
    return { ...common, verdict: 'NotComparable', message };
  }
  const failed = measured > limit;
  const compared = `${NAMES[measure]} against ${name} is ${Number(measured.toPrecision(3))}`;
  const todo = failed ? ` Find out what changed at the source; raise ${key} if it is meant to be so.` : '';
  const message = `\`${column}\`: ${compared}; at most ${limit} is allowed.${todo}`;
  return { ...common, verdict: failed ? 'Failed' : 'Passed', measured, message };
}

function distance(
  measure: DriftFinding['measure'],
  now: ColumnProfile | undefined,
  before: ColumnProfile | undefined,
): number | undefined {
  if (now?.kind === 'numeric' && before?.kind === 'numeric') {
    if (measure === 'psi') return numericStabilityIndex(now, before);
    return measure === 'ks' ? ksDistance(now, before) : undefined;
  }
  if (now?.kind === 'categorical' && before?.kind === 'categorical') {
    if (measure === 'psi') return categoricalStabilityIndex(now, before);
    return measure === 'newCategoryShare' ? newCategoryShare(now, before) : undefined;
  }
  return undefined;
}
