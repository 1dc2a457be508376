import type { StatementSync } from 'node:sqlite';
import type { Store } from '../../store/store.ts';
import type { Event } from '../event.ts';

/** The events of all archives, in a table of their own: only a replay brings them into memory. */
export class ArchivedEvents {
  readonly #insert: StatementSync;
  readonly #between: StatementSync;
  readonly #size: StatementSync;
  readonly #expire: StatementSync;

  constructor({ db }: Store) {
    db.exec(`CREATE TABLE IF NOT EXISTS eventbridge_archive (
      archive TEXT NOT NULL, time INTEGER NOT NULL, number INTEGER PRIMARY KEY, event TEXT NOT NULL)`);
    db.exec('CREATE INDEX IF NOT EXISTS eventbridge_archive_time ON eventbridge_archive (archive, time)');
    this.#insert = db.prepare('INSERT INTO eventbridge_archive (archive, time, event) VALUES (?, ?, ?)');
    // Within a minute a replay keeps no order of time. Source: EventBridge user guide, archives.
    this.#between = db.prepare(`SELECT event FROM eventbridge_archive
      WHERE archive = ? AND time >= ? AND time < ? ORDER BY time / 60000, number`);
    this.#size = db.prepare(`SELECT count(*) AS events, coalesce(sum(length(CAST(event AS BLOB))), 0) AS bytes
      FROM eventbridge_archive WHERE archive = ?`);
    this.#expire = db.prepare('DELETE FROM eventbridge_archive WHERE archive = ? AND time < ?');
  }

  add(archive: string, event: Event): void {
    this.#insert.run(archive, Date.parse(event.time), JSON.stringify(event));
  }

  /** Events from one virtual time up to before another, in the order of a replay. */
  between(archive: string, { from, to }: { readonly from: number; readonly to: number }): Event[] {
    return this.#between.all(archive, from, to).map(({ event }) => JSON.parse(String(event)) as Event);
  }

  size(archive: string): { readonly events: number; readonly bytes: number } {
    const row = this.#size.get(archive);
    return { events: Number(row?.events), bytes: Number(row?.bytes) };
  }

  /** Forgets events before a virtual time. */
  expire(archive: string, before: number): void {
    this.#expire.run(archive, before);
  }
}
