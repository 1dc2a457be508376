import { closeSync, openSync, readSync } from 'node:fs';

/** A header is one line of at most this many bytes. */
const LONGEST_HEADER = 256 * 1024;

/**
 * The names in the first line of a CSV file: comma, double quotes, UTF-8 with or without a byte order mark.
 * @throws Error when there is no first line, or it is not closed, or names a column twice or not at all
 */
export function readCsvHeader(path: string): string[] {
  const line = firstLine(path);
  const names = splitLine(line);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`the header names the column "${double}" twice`);
  if (names.includes('')) throw new Error(`the header has a column without a name: ${line.slice(0, 200)}`);
  return names;
}

function firstLine(path: string): string {
  const buffer = Buffer.alloc(LONGEST_HEADER);
  const file = openSync(path, 'r');
  let size: number;
  try {
    size = readSync(file, buffer);
  } finally {
    closeSync(file);
  }
  if (size === 0) throw new Error('the file is empty');
  const text = new TextDecoder('utf-8', { fatal: false }).decode(buffer.subarray(0, size));
  const end = text.search(/\r?\n|\r/);
  if (end < 0 && size === LONGEST_HEADER) throw new Error(`the first line is longer than ${LONGEST_HEADER} bytes`);
  return end < 0 ? text : text.slice(0, end);
}

function splitLine(line: string): string[] {
  const names: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(line);
    if (match === null) throw new Error(`the header is not a line of CSV: ${line.slice(0, 200)}`);
    names.push((match[1]?.replaceAll('""', '"') ?? match[2]!).trim());
    if (match[3] === '') return names;
  }
}
