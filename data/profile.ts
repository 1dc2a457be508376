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
  if (a.labelMean === undefined || b.labelMean === undefined || rows === 0) return { version: 1, rows, columns };
  return { version: 1, rows, labelMean: (a.labelMean * a.rows + b.labelMean * b.rows) / rows, columns };
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
