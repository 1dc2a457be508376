import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { VersionRecord } from './records.ts';

export type VersionPosition = Pick<VersionRecord, 'key' | 'sequence'>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_version (
    sequence INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL,
    latest INTEGER NOT NULL, marker INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE UNIQUE INDEX IF NOT EXISTS s3_version_id ON s3_version (bucket, key, version_id);
  CREATE INDEX IF NOT EXISTS s3_version_order ON s3_version (bucket, key, sequence DESC);
  CREATE INDEX IF NOT EXISTS s3_version_current ON s3_version (bucket, key) WHERE latest = 1 AND marker = 0;
  CREATE TABLE IF NOT EXISTS s3_sequence (last INTEGER NOT NULL);
  INSERT INTO s3_sequence SELECT 0 WHERE NOT EXISTS (SELECT * FROM s3_sequence);`;

/** Every version of every object, in S3's order: keys by their UTF-8 bytes, versions newest first. */
export class VersionTable {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /** The next place in the order of all writes. */
  nextSequence(): number {
    return Number(this.#row('UPDATE s3_sequence SET last = last + 1 RETURNING last')?.last);
  }

  /** The newest version, be it a delete marker. */
  latest(bucket: string, key: string): VersionRecord | undefined {
    const [found] = this.#records('bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1', bucket, key);
    return found;
  }

  find({ bucket, key, versionId }: Pick<VersionRecord, 'bucket' | 'key' | 'versionId'>): VersionRecord | undefined {
    const [found] = this.#records('bucket = ? AND key = ? AND version_id = ?', bucket, key, versionId);
    return found;
  }

  /** Adds the newest version of its key, in the place of an older one of the same id. */
  add(record: VersionRecord): void {
    const { bucket, key, versionId } = record;
    this.#run('DELETE FROM s3_version WHERE bucket = ? AND key = ? AND version_id = ?', bucket, key, versionId);
    this.#run('UPDATE s3_version SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1', bucket, key);
    const values = [record.sequence, bucket, key, versionId, record.marker ? 1 : 0, JSON.stringify(record)];
    this.#run('INSERT INTO s3_version VALUES (?, ?, ?, ?, 1, ?, ?)', ...values);
  }

  /** Changes what may change of a version: its tags and its lock. */
  change(record: VersionRecord): void {
    this.#run('UPDATE s3_version SET record = ? WHERE sequence = ?', JSON.stringify(record), record.sequence);
  }

  remove({ bucket, key, sequence }: VersionRecord): void {
    this.#run('DELETE FROM s3_version WHERE sequence = ?', sequence);
    const newest = 'SELECT max(sequence) FROM s3_version WHERE bucket = ? AND key = ?';
    this.#run(`UPDATE s3_version SET latest = 1 WHERE sequence = (${newest})`, bucket, key);
  }

  isEmpty(bucket: string): boolean {
    return this.#row('SELECT 1 AS found FROM s3_version WHERE bucket = ? LIMIT 1', bucket) === undefined;
  }

  /** Current objects with keys strictly after `after` (at or after, when `inclusive`), in pages read as needed. */
  *objects(
    bucket: string,
    from: { after: string; inclusive?: boolean },
  ): Generator<VersionRecord, void, string | undefined> {
    let { after, inclusive = false } = from;
    for (;;) {
      const comparison = inclusive ? '>=' : '>';
      const page = this.#records(
        `bucket = ? AND latest = 1 AND marker = 0 AND key ${comparison} ? ORDER BY key LIMIT 250`,
        bucket,
        after,
      );
      if (page.length === 0) return;
      inclusive = false;
      for (const record of page) {
        after = record.key;
        const skipTo = yield record;
        if (skipTo === undefined) continue;
        after = skipTo;
        inclusive = true;
        break;
      }
    }
  }

  /** All versions after a position: of the same key older ones, then the following keys. */
  *versions(bucket: string, from: VersionPosition): Generator<VersionRecord, void, string | undefined> {
    let { key, sequence } = from;
    for (;;) {
      const page = this.#records(
        'bucket = ? AND (key > ? OR (key = ? AND sequence < ?)) ORDER BY key, sequence DESC LIMIT 250',
        bucket,
        key,
        key,
        sequence,
      );
      if (page.length === 0) return;
      for (const record of page) {
        ({ key, sequence } = record);
        const skipTo = yield record;
        if (skipTo === undefined) continue;
        key = skipTo;
        sequence = Number.MAX_SAFE_INTEGER;
        break;
      }
    }
  }

  #records(where: string, ...values: SQLInputValue[]): VersionRecord[] {
    const rows = this.#statement(`SELECT record FROM s3_version WHERE ${where}`).all(...values);
    return rows.map((row) => JSON.parse(String(row.record)) as VersionRecord);
  }

  #row(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).get(...values);
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string) {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
