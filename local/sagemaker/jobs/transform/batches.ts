export interface BatchLimits {
  readonly strategy: 'MultiRecord' | 'SingleRecord';
  readonly maxBytes: number;
}

/** One record is larger than a request may be. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

/** Records of a text: its lines, without a last empty one. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Ranges [from, to) of records that go into one request: one each, or as many as the payload limit allows.
 * @throws RecordTooLargeError
 */
export function* batches(records: readonly string[], { strategy, maxBytes }: BatchLimits): Generator<[number, number]> {
  let from = 0;
  let bytes = 0;
  for (const [at, record] of records.entries()) {
    const size = Buffer.byteLength(record) + 1;
    if (size > maxBytes) {
      throw new RecordTooLargeError(
        `Record ${at + 1} has ${size} bytes, more than MaxPayloadInMB allows (${maxBytes}).`,
      );
    }
    const full = strategy === 'SingleRecord' ? at > from : bytes + size > maxBytes;
    if (full) {
      yield [from, at];
      from = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (records.length > from) yield [from, records.length];
}
