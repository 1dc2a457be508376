/** How a column's values are spread. Counts on the same edges or categories add up, so parts of a dataset merge exactly. */
export type ColumnProfile = NumericProfile | CategoricalProfile;

export interface NumericProfile {
  readonly kind: 'numeric';
  readonly missing: number;
  /** Ascending, distinct. */
  readonly edges: readonly number[];
  /** One more than edges: values up to each edge inclusive, then those above the last. */
  readonly counts: readonly number[];
}

export interface CategoricalProfile {
  readonly kind: 'categorical';
  readonly missing: number;
  /** The most frequent categories. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rows of categories beyond those: such a profile cannot tell a rare category from a new one. */
  readonly rest: number;
}

/** What a dataset looked like when it was accepted: the baseline of the next one's drift. */
export interface Profile {
  readonly version: 1;
  readonly rows: number;
  /** Event time of the newest row, ISO 8601; absent where none has one, and in profiles written before it was kept. */
  readonly newestEvent?: string;
  /** Mean of the label. */
  readonly labelMean?: number;
  readonly columns: Readonly<Record<string, ColumnProfile>>;
}

/**
 * The profile of two parts of one dataset, counted on the same edges.
 * @throws Error when a column was counted on different edges, which no merge can undo
 */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  const rows = a.rows + b.rows;
  const columns = Object.fromEntries(
    Object.entries(a.columns).map(([name, column]) => [name, mergeColumns(name, column, b.columns[name])]),
  );
  const newest = [a.newestEvent, b.newestEvent].filter((event) => event !== undefined).sort();
  const newestEvent = newest.length === 0 ? {} : { newestEvent: newest.at(-1)! };
  if (a.labelMean === undefined || b.labelMean === undefined || rows === 0)
    return { version: 1, rows, ...newestEvent, columns };
  const labelMean = (a.labelMean * a.rows + b.labelMean * b.rows) / rows;
  return { version: 1, rows, ...newestEvent, labelMean, columns };
}

/** Every edge of several sets, so that what is counted on them can be told on each set. */
export function joinEdges(sets: readonly (readonly number[])[]): number[] {
  return [...new Set(sets.flat())].sort((a, b) => a - b);
}

/** The same values counted on fewer edges: bins between two of them add up. Undefined when an edge is none of the profile's. */
export function onEdges(profile: NumericProfile, edges: readonly number[]): NumericProfile | undefined {
  const places = edges.map((edge) => profile.edges.indexOf(edge));
  if (places.includes(-1)) return undefined;
  const bounds = [...places, profile.edges.length];
  const counts = bounds.map((end, bin) =>
    profile.counts.slice(bin === 0 ? 0 : bounds[bin - 1]! + 1, end + 1).reduce((sum, count) => sum + count, 0),
  );
  return { ...profile, edges, counts };
}

function mergeColumns(name: string, a: ColumnProfile, b: ColumnProfile | undefined): ColumnProfile {
  const missing = a.missing + (b?.missing ?? 0);
  if (a.kind === 'categorical' && b?.kind === 'categorical') {
    const counts = { ...a.counts };
    for (const [category, count] of Object.entries(b.counts)) counts[category] = (counts[category] ?? 0) + count;
    return { kind: 'categorical', missing, counts, rest: a.rest + b.rest };
  }
  if (a.kind === 'numeric' && b?.kind === 'numeric' && sameEdges(a.edges, b.edges)) {
    return {
      kind: 'numeric',
      missing,
      edges: a.edges,
      counts: a.counts.map((count, index) => count + b.counts[index]!),
    };
  }
  throw new Error(`The column ${name} was counted on different edges. Count both parts on the baseline's.`);
}

function sameEdges(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((edge, index) => edge === b[index]);
}
