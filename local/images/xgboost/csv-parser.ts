import { CsvError } from './csv-error.ts';
import { CsvNumberReader } from './csv-number.ts';
import type { DataMatrix } from './data-matrix.ts';

const COMMA = 44;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

/**
 * The strict CSV of SageMaker's built-in algorithms: numbers only, commas, lines ending in LF or CRLF, no header, every
 * line with as many values as the first. An empty field or `NaN` is a missing value. Anything else is a {@link CsvError}
 * that names `source` and the line; nothing is guessed.
 */
export function parseCsv(bytes: Uint8Array, source: string): DataMatrix {
  const rows = countLines(bytes);
  const columns = countColumns(bytes);
  const values = new Float32Array(rows * columns);
  const numbers = new CsvNumberReader(bytes);
  let at = 0;
  let next = 0;
  for (let row = 0; row < rows; row++) {
    const line = row + 1;
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN)
      throw new CsvError({ source, line }, 'the line is empty');
    for (let column = 0; column < columns; column++) {
      const value = numbers.read(at);
      if (value === undefined) throw new CsvError({ source, line }, unreadable(bytes.subarray(at, numbers.end), line));
      const single = Math.fround(value);
      if (single === Number.POSITIVE_INFINITY || single === Number.NEGATIVE_INFINITY)
        throw new CsvError({ source, line }, `value ${column + 1} is too large for a 32-bit float`);
      values[next++] = single;
      at = numbers.end;
      if (column < columns - 1) {
        if (bytes[at] !== COMMA) throw ragged({ source, line }, { found: column + 1, columns });
        at++;
      }
    }
    if (bytes[at] === COMMA) throw ragged({ source, line }, { found: columns + countCommas(bytes, at), columns });
    if (bytes[at] === CARRIAGE_RETURN) at++;
    if (at < bytes.length && bytes[at] !== LINE_FEED)
      throw new CsvError({ source, line }, 'a carriage return inside the line');
    at++;
  }
  return { rows, columns, values };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  let at = bytes.indexOf(LINE_FEED);
  let end = 0;
  while (at >= 0) {
    lines++;
    end = at + 1;
    at = bytes.indexOf(LINE_FEED, end);
  }
  return end < bytes.length ? lines + 1 : lines;
}

function countColumns(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : 1 + countCommas(bytes, 0);
}

function countCommas(bytes: Uint8Array, from: number): number {
  let commas = 0;
  for (let at = from; at < bytes.length && bytes[at] !== LINE_FEED; at++) if (bytes[at] === COMMA) commas++;
  return commas;
}

function ragged(
  at: { source: string; line: number },
  { found, columns }: { found: number; columns: number },
): CsvError {
  return new CsvError(at, `${found} values, but the first line has ${columns}`);
}

function unreadable(field: Uint8Array, line: number): string {
  const shown = JSON.stringify(new TextDecoder().decode(field.subarray(0, 40)));
  if (field[0] === QUOTE) return `${shown} is quoted; only plain numbers are read`;
  const hint = line === 1 ? ' (the built-in XGBoost takes CSV without a header line)' : '';
  return `${shown} is not a number${hint}`;
}
