/** What UBJSON can say of an XGBoost model. Numbers are integers; fractions come in typed arrays. */
export type UbjsonValue =
  | string
  | number
  | readonly UbjsonValue[]
  | Float32Array
  | Int32Array
  | Uint8Array
  | BigInt64Array
  | { readonly [key: string]: UbjsonValue };

/**
 * Writes UBJSON (draft 12) the way XGBoost writes it: big-endian, lengths and counts as int64 (`L`), typed arrays as
 * `[$<type>#L<count>`, and float32 as `d`.
 */
export function encodeUbjson(value: UbjsonValue): Uint8Array {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
}

class Writer {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private length = 0;

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  value(value: UbjsonValue): void {
    if (typeof value === 'string') {
      this.marker('S');
      this.text(value);
    } else if (typeof value === 'number') {
      this.marker('L');
      this.int64(value);
    } else if (ArrayBuffer.isView(value)) this.typed(value);
    else if (Array.isArray(value)) {
      this.marker('[');
      for (const item of value) this.value(item);
      this.marker(']');
    } else {
      this.marker('{');
      for (const [key, item] of Object.entries(value)) {
        this.text(key);
        this.value(item);
      }
      this.marker('}');
    }
  }

  private typed(array: Float32Array | Int32Array | Uint8Array | BigInt64Array): void {
    const type =
      array instanceof Float32Array ? 'd' : array instanceof Int32Array ? 'l' : array instanceof Uint8Array ? 'U' : 'L';
    this.marker(`[$${type}#L`);
    this.int64(array.length);
    const at = this.reserve(array.byteLength);
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    this.buffer.set(bytes, at);
    const written = this.buffer.subarray(at, at + array.byteLength);
    if (array.BYTES_PER_ELEMENT === 4) written.swap32();
    if (array.BYTES_PER_ELEMENT === 8) written.swap64();
  }

  private text(text: string): void {
    this.marker('L');
    const bytes = Buffer.from(text);
    this.int64(bytes.length);
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
  }

  private marker(characters: string): void {
    const at = this.reserve(characters.length);
    this.buffer.write(characters, at, 'latin1');
  }

  private int64(value: number): void {
    const at = this.reserve(8);
    this.buffer.writeBigInt64BE(BigInt(value), at);
  }

  /** Makes room for `bytes` more; answers where they go. */
  private reserve(bytes: number): number {
    const at = this.length;
    this.length += bytes;
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(2 * this.length);
      larger.set(this.buffer.subarray(0, at));
      this.buffer = larger;
    }
    return at;
  }
}
