import type { Drift, Manifest } from '#domain/manifest/schema.ts';
import { categoricalStabilityIndex, ksDistance, newCategoryShare, numericStabilityIndex } from './drift-distance.ts';
import type { DriftFinding } from './finding.ts';
import type { ColumnProfile, Profile } from './profile.ts';

const NAMES = {
  psi: 'its population stability index',
  ks: 'its Kolmogorov-Smirnov distance',
  newCategoryShare: 'its share of categories never seen',
} as const;

/** Every drift limit against the baseline. Limits are on distances, never on p-values, which only measure how much data there is. */
export function checkDrift(
  { data }: Manifest,
  columns: Profile['columns'],
  baseline: Profile | undefined,
): DriftFinding[] {
  if (baseline === undefined) return [];
  return data.drift.flatMap((drift) => {
    const limits = { psi: drift.maxPsi, ks: drift.maxKs, newCategoryShare: drift.maxNewCategoryShare };
    return Object.entries(limits).flatMap(([measure, limit]) =>
      limit === undefined
        ? []
        : [finding(drift, { measure: measure as DriftFinding['measure'], limit }, [columns, baseline.columns])],
    );
  });
}

function finding(
  { column, mode }: Drift,
  { measure, limit }: Pick<DriftFinding, 'measure' | 'limit'>,
  [now, then]: readonly [Profile['columns'], Profile['columns']],
): DriftFinding {
  const measured = measureDrift(measure, now[column], then[column]);
  const common = { column, measure, mode, limit };
  if (measured === undefined) {
    const message = `\`${column}\`: the last accepted dataset has no profile that ${NAMES[measure]} could be measured by.`;
    return { ...common, verdict: 'NotComparable', message };
  }
  const failed = measured > limit;
  const compared = `${NAMES[measure]} against the last accepted dataset is ${Number(measured.toPrecision(3))}`;
  const todo = failed ? ' Find out what changed at the source; raise data.drift if it is meant to be so.' : '';
  const message = `\`${column}\`: ${compared}; at most ${limit} is allowed.${todo}`;
  return { ...common, verdict: failed ? 'Failed' : 'Passed', measured, message };
}

function measureDrift(
  measure: DriftFinding['measure'],
  now: ColumnProfile | undefined,
  then: ColumnProfile | undefined,
): number | undefined {
  if (now?.kind === 'numeric' && then?.kind === 'numeric') {
    if (measure === 'psi') return numericStabilityIndex(now, then);
    return measure === 'ks' ? ksDistance(now, then) : undefined;
  }
  if (now?.kind === 'categorical' && then?.kind === 'categorical') {
    if (measure === 'psi') return categoricalStabilityIndex(now, then);
    return measure === 'newCategoryShare' ? newCategoryShare(now, then) : undefined;
  }
  return undefined;
}
