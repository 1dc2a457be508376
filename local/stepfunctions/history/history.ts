import type { StatementSync } from 'node:sqlite';
import type { Store } from '../../store/store.ts';
import type { HistoryEvent } from './history-event.ts';

export interface HistoryPage {
  readonly reverse: boolean;
  readonly limit: number;
  /** The last id of the page before. */
  readonly after?: number;
}

/** The histories of all executions, in a table of their own: only their reader brings them into memory. */
export class History {
  readonly #insert: StatementSync;
  readonly #forward: StatementSync;
  readonly #backward: StatementSync;

  constructor(store: Store) {
    store.db.exec(`CREATE TABLE IF NOT EXISTS sfn_history (
      execution INTEGER NOT NULL, id INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (execution, id)) WITHOUT ROWID`);
    this.#insert = store.db.prepare('INSERT INTO sfn_history VALUES (?, ?, ?)');
    const page = 'SELECT event FROM sfn_history WHERE execution = ? AND id';
    this.#forward = store.db.prepare(`${page} > ? ORDER BY id LIMIT ?`);
    this.#backward = store.db.prepare(`${page} < ? ORDER BY id DESC LIMIT ?`);
  }

  append(execution: number, event: HistoryEvent): void {
    this.#insert.run(execution, event.id, JSON.stringify(event));
  }

  list(execution: number, { reverse, limit, after }: HistoryPage): HistoryEvent[] {
    const rows = reverse
      ? this.#backward.all(execution, after ?? Number.MAX_SAFE_INTEGER, limit)
      : this.#forward.all(execution, after ?? 0, limit);
    return rows.map(({ event }) => JSON.parse(String(event)) as HistoryEvent);
  }
}
