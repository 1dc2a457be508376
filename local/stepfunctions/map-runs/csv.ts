/**
 * The rows of a CSV text as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled quotes. Blank lines are left
 * out, as is a byte order mark.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*)?)(,|\r?\n|\r|$)/gy;
  let row: string[] = [];
  field.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const [, quoted, plain = '', end] = field.exec(text) ?? [];
    if (end === undefined) throw new SyntaxError(`The quotes at character ${at + 1} do not end with their field.`);
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    const last = field.lastIndex >= text.length;
    if (end === ',' && last) row.push('');
    if (end === ',' && !last) continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows as objects by their header: the one given, else the first row. A field that a row lacks is empty. */
export function csvItems(text: string, given?: readonly string[]): Record<string, string>[] {
  const rows = parseCsv(text);
  const header = given ?? rows.shift() ?? [];
  return rows.map((row) => Object.fromEntries(header.map((name, n) => [name, row[n] ?? ''])));
}
