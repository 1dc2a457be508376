import type { MeasuredOn } from './check-drift.ts';
import { type ColumnProfile, type NumericProfile, onEdges, type Profile } from './profile.ts';
import type { WantedEdges } from './wanted-edges.ts';

/** What was counted of each column. It survives JSON. */
export interface MeasuredColumns {
  /** By column, on the edges of one baseline or another. */
  readonly counted: Readonly<Record<string, readonly ColumnProfile[]>>;
  /** On edges that suit these values: the next baseline. */
  readonly kept: Profile['columns'];
}

/** Each column as it was counted to be compared with a baseline. */
export function measuredOn({ counted }: Pick<MeasuredColumns, 'counted'>): MeasuredOn {
  return (column, before) => comparable(counted[column] ?? [], before);
}

/** Both passes together. */
export function completeColumns(passes: {
  readonly first: Profile['columns'];
  readonly wanted: WantedEdges;
  readonly second: Readonly<Record<string, NumericProfile>>;
}): MeasuredColumns {
  const { first, wanted, second } = passes;
  const counted: Record<string, ColumnProfile[]> = {};
  const kept: Record<string, ColumnProfile> = { ...wanted.still };
  for (const [column, profile] of Object.entries(first)) {
    counted[column] = [profile];
    if (profile.kind === 'categorical') kept[column] = profile;
  }
  for (const [column, profile] of Object.entries(second)) {
    counted[column] = [...(counted[column] ?? []), profile];
    const own = wanted.renewed[column];
    if (own !== undefined) kept[column] = onEdges(profile, own)!;
  }
  return { counted, kept };
}

/** A column on a baseline's edges, from the pass that counted on them. */
function comparable(counted: readonly ColumnProfile[], before: ColumnProfile | undefined): ColumnProfile | undefined {
  if (before?.kind !== 'numeric') return counted.find(({ kind }) => kind === before?.kind);
  for (const profile of counted) {
    const found = profile.kind === 'numeric' ? onEdges(profile, before.edges) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
