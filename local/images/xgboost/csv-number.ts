/** Powers of ten that a double holds exactly, so that one multiplication or division rounds correctly (Clinger 1990). */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Digits whose integer value is below 2^53 whatever they are. */
const EXACT_DIGITS = 15;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NOT_A_NUMBER = /^[+-]?nan$/i;

const isDigit = (byte: number) => byte >= 48 && byte <= 57;

/**
 * Reads decimal numbers out of bytes. After {@link read}, `end` is the first byte behind the number. A number of up to
 * 15 digits without an exponent never becomes a string; every other one goes through `Number`, which rounds correctly.
 */
export class CsvNumberReader {
  end = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The number of the field that begins at `start`; NaN when it is empty or `NaN`; undefined when it is neither. */
  read(start: number): number | undefined {
    const { bytes } = this;
    let at = start;
    const negative = bytes[at] === 45;
    if (negative) at++;
    let value = 0;
    const firstDigit = at;
    let byte = bytes[at]!;
    while (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      byte = bytes[++at]!;
    }
    let digits = at - firstDigit;
    let decimals = 0;
    if (byte === 46) {
      const firstDecimal = ++at;
      byte = bytes[at]!;
      while (byte >= 48 && byte <= 57) {
        value = value * 10 + (byte - 48);
        byte = bytes[++at]!;
      }
      decimals = at - firstDecimal;
      digits += decimals;
    }
    const ended = byte === 44 || byte === 10 || byte === 13 || byte === undefined;
    if (!ended || digits === 0 || digits > EXACT_DIGITS) return this.readSlowly(start);
    this.end = at;
    const magnitude = decimals === 0 ? value : value / EXACT_POWERS[decimals]!;
    return negative ? -magnitude : magnitude;
  }

  private readSlowly(start: number): number | undefined {
    const { bytes } = this;
    let end = start;
    while (end < bytes.length && bytes[end] !== 44 && bytes[end] !== 10 && bytes[end] !== 13) end++;
    this.end = end;
    if (end === start) return Number.NaN;
    if (end - start === 1 && isDigit(bytes[start]!)) return bytes[start]! - 48;
    const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
    if (end - start > 64) return undefined;
    if (NUMBER.test(text)) return Number(text);
    return NOT_A_NUMBER.test(text) ? Number.NaN : undefined;
  }
}
