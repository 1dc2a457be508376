import type { StatementSync } from 'node:sqlite';
import type { Store } from '../../store/store.ts';

/** A child that is yet to be started: its input as JSON, and how many items that holds. */
export interface ChildInput {
  readonly input: string;
  readonly items: number;
}

/** The inputs of the children that no Map Run has started yet, in a table of their own: they may be many. */
export class ChildInputs {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #remove: StatementSync;

  constructor(store: Store) {
    store.db.exec(`CREATE TABLE IF NOT EXISTS sfn_child_input (
      map_run TEXT NOT NULL, place INTEGER NOT NULL, items INTEGER NOT NULL, input TEXT NOT NULL,
      PRIMARY KEY (map_run, place)) WITHOUT ROWID`);
    this.#insert = store.db.prepare('INSERT INTO sfn_child_input VALUES (?, ?, ?, ?)');
    this.#select = store.db.prepare(
      'SELECT input, items FROM sfn_child_input WHERE map_run = ? AND place >= ? ORDER BY place LIMIT ?',
    );
    this.#remove = store.db.prepare('DELETE FROM sfn_child_input WHERE map_run = ? AND place < ?');
  }

  append(mapRun: string, children: readonly ChildInput[]): void {
    for (const [place, { input, items }] of children.entries()) this.#insert.run(mapRun, place, items, input);
  }

  /** Those from a place on, `limit` at most. */
  from(mapRun: string, place: number, limit: number): ChildInput[] {
    const rows = this.#select.all(mapRun, place, limit);
    return rows.map(({ input, items }) => ({ input: String(input), items: Number(items) }));
  }

  /** Forgets those before a place. */
  forget(mapRun: string, place: number): void {
    this.#remove.run(mapRun, place);
  }
}
