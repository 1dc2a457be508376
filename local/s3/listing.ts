import type { VersionRecord } from './records.ts';

export interface ListingRequest {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  /** Common prefixes at or before this text were told on an earlier page. */
  readonly after: string;
}

export interface Listing {
  readonly records: VersionRecord[];
  readonly commonPrefixes: string[];
  readonly truncated: boolean;
  /** The last key or common prefix told. */
  readonly last: string;
}

/**
 * Takes a page from versions in key order: those under `prefix`, the keys with the delimiter behind it rolled into common
 * prefixes. Told a text by `next`, the walk goes on at the first key at or after it, so that no rolled key is read twice.
 */
export function takePage(
  walk: Generator<VersionRecord, void, string | undefined>,
  { prefix, delimiter, limit, after }: ListingRequest,
): Listing {
  const page = { records: [] as VersionRecord[], commonPrefixes: [] as string[], last: '' };
  let step = walk.next();
  while (!step.done) {
    const record = step.value;
    if (!record.key.startsWith(prefix)) break;
    const rolled = commonPrefix(record.key, prefix, delimiter);
    const told = rolled !== undefined && after !== '' && bytesOrder(rolled, after) <= 0;
    if (!told) {
      if (page.records.length + page.commonPrefixes.length >= limit) return { ...page, truncated: limit > 0 };
      if (rolled === undefined) page.records.push(record);
      else page.commonPrefixes.push(rolled);
      page.last = rolled ?? record.key;
    }
    step = rolled === undefined ? walk.next() : walk.next(successor(rolled));
  }
  return { ...page, truncated: false };
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** The first text in UTF-8 order behind everything that starts with `prefix`. */
function successor(prefix: string): string {
  const points = [...prefix].map((character) => character.codePointAt(0)!);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop() ?? 0;
  // Surrogates are no characters: what follows U+D7FF is U+E000.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}

function bytesOrder(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** `EncodingType: url`, so that keys XML cannot hold can be listed. */
export function encoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}
