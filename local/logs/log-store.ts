import type { SQLInputValue } from 'node:sqlite';
import type { Cloud } from '../cloud.ts';

export interface LogEvent {
  /** Rises with the order of arrival. */
  readonly id: number;
  readonly group: string;
  readonly stream: string;
  /** Virtual ms since the epoch: when it happened, and when it was taken in. */
  readonly at: number;
  readonly ingestedAt: number;
  readonly message: string;
}

export interface LogStream {
  readonly group: string;
  readonly name: string;
  readonly createdAt: number;
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  readonly ingestedAt: number | undefined;
}

export interface EventQuery {
  readonly group: string;
  readonly streams?: readonly string[];
  /** Inclusive and exclusive, ms. */
  readonly from?: number;
  readonly until?: number;
  /** Only events with an id beyond it, in the direction of reading. */
  readonly beyond?: number;
  readonly newestFirst?: boolean;
}

/** Real ms within which a line is on disk, and lines that are written at once. */
const FLUSH_MS = 50;
const FLUSH_EVENTS = 1_000;
/** Events kept of a group; older ones give way. Trimmed when so many more have come. */
const KEPT = 50_000;
const SLACK = 5_000;
/** CloudWatch Logs takes messages of up to 1 MB. */
const MESSAGE_LENGTH = 1024 * 1024;

/** Log events in a table of their own: they are many, and read by range. */
export class LogStore {
  readonly #cloud: Cloud;
  #waiting: Omit<LogEvent, 'id'>[] = [];
  #flushing: NodeJS.Timeout | undefined;
  #closed = false;
  /** Streams known to exist, as group and name. */
  readonly #streams = new Set<string>();
  readonly #sinceTrim = new Map<string, number>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.store.db.exec(`CREATE TABLE IF NOT EXISTS log_event (id INTEGER PRIMARY KEY AUTOINCREMENT,
      log_group TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL, ingested_at INTEGER NOT NULL, message TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS log_event_by_group ON log_event (log_group, stream, id);
      CREATE TABLE IF NOT EXISTS log_stream (log_group TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
      PRIMARY KEY (log_group, name)) WITHOUT ROWID`);
  }

  add({ group, stream, message, at }: Pick<LogEvent, 'group' | 'stream' | 'message' | 'at'>): void {
    if (this.#closed) return;
    const ingestedAt = this.#cloud.clock.now();
    this.#waiting.push({ group, stream, at, ingestedAt, message: message.slice(0, MESSAGE_LENGTH) });
    if (this.#waiting.length >= FLUSH_EVENTS) this.flush();
    else this.#flushing ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  /** Writes what is not yet on disk. */
  flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length === 0) return;
    const { store } = this.#cloud;
    const insert = store.db.prepare(
      'INSERT INTO log_event (log_group, stream, at, ingested_at, message) VALUES (?, ?, ?, ?, ?)',
    );
    store.transaction(() => {
      for (const { group, stream, at, ingestedAt, message } of events) {
        insert.run(group, stream, at, ingestedAt, message);
        this.#sinceTrim.set(group, (this.#sinceTrim.get(group) ?? KEPT) + 1);
      }
      for (const [group, count] of this.#sinceTrim) if (count > SLACK) this.#trim(group);
    });
  }

  /** Writes the rest; the store may be closed after it. What still arrives is lost. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  *events(query: EventQuery): Generator<LogEvent> {
    this.flush();
    const { group, streams, from, until, beyond, newestFirst = false } = query;
    const conditions = ['log_group = ?'];
    const values: SQLInputValue[] = [group];
    const add = (condition: string, ...given: SQLInputValue[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    if (streams !== undefined) add(`stream IN (${streams.map(() => '?').join(', ')})`, ...streams);
    if (from !== undefined) add('at >= ?', from);
    if (until !== undefined) add('at < ?', until);
    if (beyond !== undefined) add(newestFirst ? 'id < ?' : 'id > ?', beyond);
    const direction = newestFirst ? 'DESC' : 'ASC';
    const order = streams?.length === 1 ? `id ${direction}` : `at ${direction}, id ${direction}`;
    const statement = this.#cloud.store.db.prepare(
      `SELECT * FROM log_event WHERE ${conditions.join(' AND ')} ORDER BY ${order}`,
    );
    for (const row of statement.iterate(...values)) {
      yield {
        id: Number(row.id),
        group: String(row.log_group),
        stream: String(row.stream),
        at: Number(row.at),
        ingestedAt: Number(row.ingested_at),
        message: String(row.message),
      };
    }
  }

  /** False when the stream exists already. */
  addStream(group: string, name: string): boolean {
    const statement = this.#cloud.store.db.prepare('INSERT OR IGNORE INTO log_stream VALUES (?, ?, ?)');
    return statement.run(group, name, this.#cloud.clock.now()).changes > 0;
  }

  hasStream(group: string, name: string): boolean {
    const key = `${group}\n${name}`;
    if (this.#closed || this.#streams.has(key)) return true;
    const statement = this.#cloud.store.db.prepare('SELECT 1 FROM log_stream WHERE log_group = ? AND name = ?');
    const exists = statement.get(group, name) !== undefined;
    if (exists) this.#streams.add(key);
    return exists;
  }

  streams(group: string): LogStream[] {
    this.flush();
    const statement = this.#cloud.store.db.prepare(`SELECT name, created_at, MIN(at) AS first_at, MAX(at) AS last_at,
      MAX(ingested_at) AS ingested_at FROM log_stream LEFT JOIN log_event ON log_event.log_group = log_stream.log_group
      AND stream = name WHERE log_stream.log_group = ? GROUP BY name ORDER BY name`);
    return statement.all(group).map((row) => ({
      group,
      name: String(row.name),
      createdAt: Number(row.created_at),
      firstAt: row.first_at === null ? undefined : Number(row.first_at),
      lastAt: row.last_at === null ? undefined : Number(row.last_at),
      ingestedAt: row.ingested_at === null ? undefined : Number(row.ingested_at),
    }));
  }

  /** Bytes of a group's messages. */
  size(group: string): number {
    this.flush();
    const statement = this.#cloud.store.db.prepare(
      'SELECT COALESCE(SUM(LENGTH(message)), 0) AS size FROM log_event WHERE log_group = ?',
    );
    return Number(statement.get(group)?.size);
  }

  remove(group: string, stream?: string): void {
    this.flush();
    this.#streams.clear();
    const { db } = this.#cloud.store;
    if (stream === undefined) {
      db.prepare('DELETE FROM log_event WHERE log_group = ?').run(group);
      db.prepare('DELETE FROM log_stream WHERE log_group = ?').run(group);
    } else {
      db.prepare('DELETE FROM log_event WHERE log_group = ? AND stream = ?').run(group, stream);
      db.prepare('DELETE FROM log_stream WHERE log_group = ? AND name = ?').run(group, stream);
    }
  }

  /** Forgets a group's events from before a time (ms). */
  expire(group: string, before: number): void {
    this.flush();
    this.#cloud.store.db.prepare('DELETE FROM log_event WHERE log_group = ? AND at < ?').run(group, before);
  }

  #trim(group: string): void {
    this.#sinceTrim.set(group, 0);
    this.#cloud.store.db
      .prepare(`DELETE FROM log_event WHERE log_group = ? AND id <=
        (SELECT id FROM log_event WHERE log_group = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`)
      .run(group, group, KEPT);
  }
}
