/** Selects columns of one CSV record. @throws ColumnFilterError when it selects nothing of it */
export type ColumnFilter = (cells: readonly string[]) => readonly string[];

/** A filter of DataProcessing is not in the supported subset of JSONPath, or selects nothing. */
export class ColumnFilterError extends Error {
  override readonly name = 'ColumnFilterError';
}

const LIST = /^\$\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]$/;
const SLICE = /^\$\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]$/;

/**
 * The subset of JSONPath that makes sense for CSV: `$`, `$[i]`, `$[i,j]`, `$[a:b]`, with negative positions from the end. A slice excludes
 * its end.
 * @throws ColumnFilterError
 */
export function parseColumnFilter(text: string): ColumnFilter {
  if (text === '$') return (cells) => cells;
  const [, list] = LIST.exec(text) ?? [];
  if (list !== undefined) return selectPositions(text, list.split(',').map(Number));
  const slice = SLICE.exec(text);
  if (slice !== null) return selectSlice(text, slice[1], slice[2]);
  throw new ColumnFilterError(
    `The filter ${text} is not supported for CSV: use $, $[column], $[column,column] or $[from:to].`,
  );
}

function selectPositions(text: string, positions: readonly number[]): ColumnFilter {
  return (cells) =>
    positions.map((position) => {
      const cell = cells.at(position);
      if (cell !== undefined) return cell;
      throw new ColumnFilterError(`The filter ${text} names column ${position}, a record has ${cells.length}.`);
    });
}

function selectSlice(text: string, from: string | undefined, to: string | undefined): ColumnFilter {
  return (cells) => {
    const selected = cells.slice(from === undefined ? 0 : Number(from), to === undefined ? undefined : Number(to));
    if (selected.length > 0) return selected;
    throw new ColumnFilterError(`The filter ${text} selects nothing of a record with ${cells.length} columns.`);
  };
}
