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
  readonly #db: DatabaseSync;
  readonly #name: string;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  #values: Map<string, T>;

  constructor(db: DatabaseSync, name: string) {
    this.#db = db;
    this.#name = name;
    this.#put = db.prepare(
      'INSERT INTO document VALUES (?, ?, ?) ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value',
    );
    this.#remove = db.prepare('DELETE FROM document WHERE collection = ? AND key = ?');
    this.#values = this.#read();
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  set(key: string, value: T): void {
    this.#put.run(this.#name, key, JSON.stringify(value));
    this.#values.set(key, value);
  }

  delete(key: string): boolean {
    this.#remove.run(this.#name, key);
    return this.#values.delete(key);
  }

  values(): T[] {
    return [...this.#values.values()];
  }

  /** Entries in the byte order of their keys, as S3 and SageMaker lists need them. */
  list(page: Page = {}): [key: string, value: T][] {
    const { prefix = '', after, limit = Number.MAX_SAFE_INTEGER } = page;
    const keys = [...this.#values.keys()].filter(
      (key) => key.startsWith(prefix) && (after === undefined || compareBytes(key, after) > 0),
    );
    return keys
      .sort(compareBytes)
      .slice(0, limit)
      .map((key) => [key, this.#values.get(key) as T]);
  }

  /** Forgets what memory holds and reads the disk again, after a rolled back transaction. */
  reload(): void {
    this.#values = this.#read();
  }

  #read(): Map<string, T> {
    const rows = this.#db.prepare('SELECT key, value FROM document WHERE collection = ?').all(this.#name);
    return new Map(rows.map((row) => [String(row.key), JSON.parse(String(row.value)) as T]));
  }
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
