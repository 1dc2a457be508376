/** A row of a holdout or score file: a CSV without header whose first field is the row id. */
export interface HoldoutRow {
  readonly id: string;
  /** The other fields, as they are written. */
  readonly rest: string;
}

/** The first field of a CSV line, which may be quoted, and its comma. */
const FIRST = /^(?:"((?:[^"]|"")*)"|([^,]*)),/;

/** The rows of such a file, in order. */
export function holdoutRows(text: string): HoldoutRow[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const [whole = '', quoted, plain = ''] = FIRST.exec(line) ?? [];
      return { id: quoted === undefined ? plain : quoted.replaceAll('""', '"'), rest: line.slice(whole.length) };
    });
}

/** So many of the items, evenly spread from the first on; all of them when there are fewer. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]!);
}
