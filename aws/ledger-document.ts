import * as z from 'zod';
import { LedgerConflictError } from './ledger-conflict-error.ts';
import type { ObjectStore } from './object-store.ts';

/** What to write, or undefined to leave the document as it is, and what to answer. */
export interface Change<T, R> {
  readonly write: T | undefined;
  readonly result: R;
}

/** One small object that several writers change. */
export interface LedgerDocument<T> {
  read(): Promise<T | undefined>;
  /**
   * Decides on the present value and writes conditionally; when another writer was faster, decides again. `decide` may run several
   * times and must answer the same for a document it has already changed.
   * @throws LedgerConflictError
   */
  change<R>(decide: (current: T | undefined) => Change<T, R>): Promise<R>;
}

export interface LedgerDocumentOptions<T> {
  readonly store: ObjectStore;
  readonly key: string;
  readonly schema: z.ZodType<T>;
  /** Unique per write: a document that bears it is this write's, even if its answer was lost. */
  readonly newId: () => string;
}

const ATTEMPTS = 8;

const Written = z.looseObject({ writer: z.string() });

/** {@link LedgerDocument} as JSON in a bucket: created with If-None-Match, changed with If-Match. */
export function ledgerDocument<T extends object>(options: LedgerDocumentOptions<T>): LedgerDocument<T> {
  const { store, key, schema, newId } = options;
  const load = async () => {
    const stored = await store.getJson(key);
    if (stored === undefined) return undefined;
    return { value: schema.parse(stored.value), etag: stored.etag, writer: Written.parse(stored.value).writer };
  };
  return {
    async read() {
      return (await load())?.value;
    },
    async change(decide) {
      let stored = await load();
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const { write, result } = decide(stored?.value);
        if (write === undefined) return result;
        const writer = newId();
        const body = JSON.stringify({ ...write, writer });
        const outcome =
          stored === undefined ? await store.create(key, body) : await store.replace(key, body, stored.etag);
        if (outcome.outcome === 'written') return result;
        stored = await load();
        if (stored?.writer === writer) return result;
      }
      throw new LedgerConflictError(
        `${key} was changed by others ${ATTEMPTS} times while this writer decided. Run the state again.`,
      );
    },
  };
}
