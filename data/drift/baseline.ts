import { comparedWith } from '#domain/drift/compared-with.ts';
import type { Drift, Period } from '#domain/manifest/schema.ts';
import type { Profile } from './profile.ts';

/** Whom columns are compared with, as the evidence says it. */
export interface BaselineName {
  readonly kind: 'accepted' | 'period' | 'champion';
  /** As it follows "against" in a sentence. */
  readonly name: string;
  /** Id of the dataset, or the run that made the champion. */
  readonly source?: string;
}

/** What a baseline looked like, or why that is not known. */
export type Baseline = BaselineName & ({ readonly profile: Profile } | { readonly reason: string });

export interface Baselines {
  /** The last accepted dataset; undefined when this is the first. */
  readonly accepted?: Baseline | undefined;
  /** Undefined when nothing serves. */
  readonly champion?: Baseline | undefined;
  /** The accepted dataset of a period before the newest event. */
  readonly ofPeriod: (period: Period, newestEvent: Date) => Promise<Baseline>;
}

/** One entry of the manifest with one of the baselines that its limits hold against. */
export interface Comparison {
  readonly drift: Drift;
  readonly baseline: Baseline;
}

/** The profiles that are known before the rows are read: their edges are counted on in the first pass. */
export function knownProfiles({ accepted, champion }: Baselines): Profile[] {
  return [accepted, champion].flatMap((baseline) =>
    baseline !== undefined && 'profile' in baseline ? [baseline.profile] : [],
  );
}

/** The profiles that are known only once the newest event is. */
export function seasonalProfiles(comparisons: readonly Comparison[]): Profile[] {
  const found = comparisons.flatMap(({ baseline }) =>
    baseline.kind === 'period' && 'profile' in baseline ? [baseline.profile] : [],
  );
  return [...new Set(found)];
}

/** Every entry with each of its baselines. `newestEvent`: epoch milliseconds, undefined when no row has an event time. */
export async function comparisonsOf(
  drifts: readonly Drift[],
  baselines: Baselines,
  newestEvent: number | undefined,
): Promise<Comparison[]> {
  const seasonal = new Map<string, Promise<Baseline>>();
  const ofPeriod = (period: Period) => {
    const key = JSON.stringify(period);
    const known = seasonal.get(key);
    if (known !== undefined) return known;
    const nothing = { kind: 'period', name: 'an earlier period', reason: 'no row has an event time' } as const;
    const found =
      newestEvent === undefined ? Promise.resolve(nothing) : baselines.ofPeriod(period, new Date(newestEvent));
    seasonal.set(key, found);
    return found;
  };
  const comparisons: Comparison[] = [];
  for (const drift of drifts) {
    for (const against of comparedWith(drift)) {
      const { period } = drift;
      const seasonalOne = against === 'accepted' && period !== undefined;
      const baseline = seasonalOne ? await ofPeriod(period) : baselines[against];
      if (baseline !== undefined) comparisons.push({ drift, baseline });
    }
  }
  return comparisons;
}
