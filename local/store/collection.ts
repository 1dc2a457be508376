import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Sorted pages of a collection: keys with `prefix`, strictly after `after`, at most `limit`. */
export interface Page {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
}

/**
 * One named map of JSON documents: reads come from memory, writes go through to SQLite before they return.
 * A value handed out is the live one; change it only by `set`.
 */
export class Collection<T> {
  readonly #name: string;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #select: StatementSync;
  #values: Map<string, T>;
  /** Keys in byte order, until a key comes or goes. */
  #sorted: string[] | undefined;
  #generation = 0;

  constructor(db: DatabaseSync, name: string) {
    this.#name = name;
    this.#put = db.prepare(
      'INSERT INTO document VALUES (?, ?, ?) ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value',
    );
    this.#remove = db.prepare('DELETE FROM document WHERE collection = ? AND key = ?');
    this.#select = db.prepare('SELECT key, value FROM document WHERE collection = ? ORDER BY key');
    this.#values = this.#read();
  }

  get size(): number {
    return this.#values.size;
  }

  /** Changes when a rolled back transaction has put earlier values in place. */
  get generation(): number {
    return this.#generation;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  set(key: string, value: T): void {
    this.#put.run(this.#name, key, JSON.stringify(value));
    if (!this.#values.has(key)) this.#sorted = undefined;
    this.#values.set(key, value);
  }

  delete(key: string): boolean {
    if (!this.#values.has(key)) return false;
    this.#remove.run(this.#name, key);
    this.#sorted = undefined;
    return this.#values.delete(key);
  }

  values(): T[] {
    return [...this.#values.values()];
  }

  /** Entries in the byte order of their keys, as S3 and SageMaker lists need them. */
  list({ prefix = '', after, limit = Number.MAX_SAFE_INTEGER }: Page = {}): [key: string, value: T][] {
    this.#sorted ??= [...this.#values.keys()].sort(compareBytes);
    const keys = this.#sorted;
    const page: [string, T][] = [];
    const behind = after !== undefined && compareBytes(after, prefix) >= 0;
    for (let index = behind ? firstAfter(keys, after) : firstFrom(keys, prefix); index < keys.length; index++) {
      const key = keys[index]!;
      if (page.length >= limit || !key.startsWith(prefix)) break;
      page.push([key, this.#values.get(key) as T]);
    }
    return page;
  }

  /** Forgets what memory holds and reads the disk again, after a rolled back transaction. */
  reload(): void {
    this.#values = this.#read();
    this.#sorted = undefined;
    this.#generation++;
  }

  #read(): Map<string, T> {
    const rows = this.#select.all(this.#name);
    return new Map(rows.map((row) => [String(row.key), JSON.parse(String(row.value)) as T]));
  }
}

/** Place of the first key that is not before `text`. */
function firstFrom(keys: readonly string[], text: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(keys[middle]!, text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAfter(keys: readonly string[], text: string): number {
  const first = firstFrom(keys, text);
  return keys[first] === text ? first + 1 : first;
}

/** UTF-8 order. It is that of UTF-16 code units but for surrogates, which stand for characters behind all others. */
function compareBytes(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return weight(a) - weight(b);
  }
  return left.length - right.length;
}

function weight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
