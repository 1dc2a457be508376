/** Bytes that are no UBJSON, and where. */
export class UbjsonError extends Error {
  override readonly name = 'UbjsonError';
}

/** Reads any UBJSON value (draft 12) into plain objects, arrays, numbers, strings, booleans and null. */
export function decodeUbjson(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  try {
    const value = reader.value();
    reader.expectEnd();
    return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UbjsonError(`The UBJSON ends too early: it has ${bytes.length} bytes`, { cause: error });
  }
}

class Reader {
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(type = this.marker()): unknown {
    if (type === '{') return this.object();
    if (type === '[') return this.array();
    if (type === 'S' || type === 'H') return this.text();
    if (type === 'C') return this.marker();
    if (type === 'T' || type === 'F') return type === 'T';
    if (type === 'Z') return null;
    return this.number(type);
  }

  expectEnd(): void {
    if (this.at !== this.view.byteLength) throw new UbjsonError(`Byte ${this.at}: something follows the value`);
  }

  private object(): Record<string, unknown> {
    const { type, count } = this.container();
    const object: Record<string, unknown> = {};
    for (let i = 0; count === undefined ? this.peek() !== '}' : i < count; i++) {
      const key = this.text();
      Object.defineProperty(object, key, {
        value: this.value(type),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    if (count === undefined) this.at++;
    return object;
  }

  private array(): unknown[] {
    const { type, count } = this.container();
    const array: unknown[] = [];
    for (let i = 0; count === undefined ? this.peek() !== ']' : i < count; i++) array.push(this.value(type));
    if (count === undefined) this.at++;
    return array;
  }

  /** The `$<type>` and `#<count>` that may follow an opening bracket. */
  private container(): { type: string | undefined; count: number | undefined } {
    let type: string | undefined;
    if (this.peek() === '$') {
      this.at++;
      type = this.marker();
    }
    if (this.peek() !== '#') return { type, count: undefined };
    this.at++;
    return { type, count: this.size() };
  }

  private text(): string {
    const length = this.size();
    const from = this.view.byteOffset + this.at;
    if (this.at + length > this.view.byteLength) throw new RangeError('text');
    this.at += length;
    return Buffer.from(this.view.buffer, from, length).toString();
  }

  private size(): number {
    const size = this.number(this.marker());
    if (size < 0) throw new UbjsonError(`Byte ${this.at}: a negative length`);
    return size;
  }

  private number(type: string): number {
    const { view } = this;
    const from = this.at;
    const take = (bytes: number) => {
      this.at += bytes;
      return from;
    };
    if (type === 'U') return view.getUint8(take(1));
    if (type === 'i') return view.getInt8(take(1));
    if (type === 'I') return view.getInt16(take(2));
    if (type === 'l') return view.getInt32(take(4));
    if (type === 'L') return Number(view.getBigInt64(take(8)));
    if (type === 'd') return view.getFloat32(take(4));
    if (type === 'D') return view.getFloat64(take(8));
    throw new UbjsonError(`Byte ${from - 1}: ${JSON.stringify(type)} is no UBJSON type`);
  }

  private marker(): string {
    return String.fromCharCode(this.view.getUint8(this.at++));
  }

  private peek(): string {
    return String.fromCharCode(this.view.getUint8(this.at));
  }
}
