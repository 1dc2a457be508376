/**
 * The cells of one CSV record as they stand, quotes included, so that joining them by commas gives the record back.
 * A quoted cell may hold commas; two quotes in it stand for one.
 */
export function splitCells(record: string): string[] {
  if (!record.includes('"')) return record.split(',');
  const cells: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < record.length; at++) {
    if (record[at] === '"') quoted = !quoted;
    else if (record[at] === ',' && !quoted) {
      cells.push(record.slice(start, at));
      start = at + 1;
    }
  }
  cells.push(record.slice(start));
  return cells;
}
