import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Collection } from './collection.ts';

/** Format of the folder. A store written by another format is refused, never guessed at. */
const FORMAT = '1';

/** The store in a folder cannot be used: another format, or damaged. */
export class StoreUnreadableError extends Error {
  override readonly name = 'StoreUnreadableError';
}

/**
 * Everything the embedded AWS remembers: documents in SQLite (WAL), object bodies as files named by their SHA-256.
 * Every write is durable against the death of the process (not of the machine) when the call returns.
 */
export class Store implements Disposable {
  readonly db: DatabaseSync;
  readonly directory: string;
  readonly #collections = new Map<string, Collection<unknown>>();
  #depth = 0;

  private constructor(directory: string, db: DatabaseSync) {
    this.directory = directory;
    this.db = db;
  }

  /** Opens or creates the store in `directory`. @throws StoreUnreadableError */
  static open(directory: string): Store {
    mkdirSync(join(directory, 'blobs'), { recursive: true });
    try {
      const db = new DatabaseSync(join(directory, 'andon.sqlite'));
      const damage = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
      if (damage !== 'ok') throw new Error(`it is damaged (${damage})`);
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      if (tables.length > 0 && !tables.some(({ name }) => name === 'document')) {
        throw new Error('it is a database of another program');
      }
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      db.exec(`CREATE TABLE IF NOT EXISTS document (
        collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)) WITHOUT ROWID`);
      const store = new Store(directory, db);
      const meta = store.collection<string>('store.meta');
      const format = meta.get('format') ?? FORMAT;
      if (format !== FORMAT) throw new Error(`its format is ${format}, this program reads ${FORMAT}`);
      meta.set('format', FORMAT);
      return store;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new StoreUnreadableError(
        `The store in ${directory} cannot be read: ${why}. Start without --resume to set it aside and begin anew.`,
        { cause },
      );
    }
  }

  /** A named map of JSON documents, kept in memory and written through. */
  collection<T>(name: string): Collection<T> {
    const known = this.#collections.get(name) ?? new Collection<unknown>(this.db, name);
    this.#collections.set(name, known);
    return known as Collection<T>;
  }

  /**
   * Runs `write` so that either all of its writes reach the disk or none. Nested calls join the outer one.
   * @throws TypeError when `write` is asynchronous: what it did after its first wait would be outside
   */
  transaction<T>(write: () => T): T {
    if (this.#depth > 0) return write();
    this.#depth++;
    this.db.exec('BEGIN');
    try {
      const result = write();
      if (result instanceof Promise) throw new TypeError('A transaction cannot wait; do the waiting before it.');
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      this.db.exec('ROLLBACK');
      for (const collection of this.#collections.values()) collection.reload();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** Writes a body and returns the SHA-256 (hex) it is read back by. */
  putBlob(body: Uint8Array): string {
    const digest = createHash('sha256').update(body).digest('hex');
    const path = this.blobPath(digest);
    if (existsSync(path)) return digest;
    mkdirSync(join(this.directory, 'blobs', digest.slice(0, 2)), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, body);
    renameSync(draft, path);
    return digest;
  }

  readBlob(digest: string): Buffer {
    return readFileSync(this.blobPath(digest));
  }

  blobPath(digest: string): string {
    return join(this.directory, 'blobs', digest.slice(0, 2), digest);
  }

  [Symbol.dispose](): void {
    this.db.close();
  }
}
