import type { Data } from '#domain/manifest/schema.ts';

/** Columns that the label's expression names. It is made of them, so that each would predict it: only as a feature would that be a leak. */
export function labelColumns({ label, columns }: Pick<Data, 'label' | 'columns'>): string[] {
  return Object.keys(columns).filter((column) =>
    new RegExp(`(?<!\\w)${RegExp.escape(column)}(?!\\w)`, 'i').test(label.sql),
  );
}

/** Columns that may contain the label and should not: all but those it is made of, and those that the manifest excepts. */
export function suspectColumns(data: Data): string[] {
  const known = new Set([...data.leakage.except, ...labelColumns(data)]);
  return Object.keys(data.columns).filter((column) => !known.has(column));
}
