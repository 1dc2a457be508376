import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { objectStoreLedger } from '#aws/ledger.ts';
import { LedgerConflictError } from '#aws/ledger-conflict-error.ts';
import { ledgerDocument } from '#aws/ledger-document.ts';
import { fakeObjectStore } from '../../fakes/object-store.ts';

function counterDocument() {
  const store = fakeObjectStore();
  let id = 0;
  const document = ledgerDocument({
    store,
    key: 'models/churn/counter.json',
    schema: z.object({ count: z.int() }),
    newId: () => `writer-${++id}`,
  });
  const increment = () =>
    document.change((current) => {
      const count = (current?.count ?? 0) + 1;
      return { write: { count }, result: count };
    });
  return { store, document, increment };
}

describe('a ledger document', () => {
  it('is created, then changed', async () => {
    const { document, increment } = counterDocument();
    expect(await document.read()).toBeUndefined();
    expect(await increment()).toBe(1);
    expect(await increment()).toBe(2);
    expect(await document.read()).toEqual({ count: 2 });
  });

  it('loses no change when several write at once', async () => {
    const { document, increment } = counterDocument();
    await Promise.all(Array.from({ length: 6 }, increment));
    expect(await document.read()).toEqual({ count: 6 });
  });

  it('stays untouched when the decision is to leave it', async () => {
    const { store, document, increment } = counterDocument();
    await increment();
    const before = store.json('models/churn/counter.json');
    expect(await document.change((current) => ({ write: undefined, result: current?.count }))).toBe(1);
    expect(store.json('models/churn/counter.json')).toEqual(before);
  });

  it('knows its own write by its writer id when the condition failed only because the SDK sent it twice', async () => {
    const { store, document } = counterDocument();
    let decisions = 0;
    const create = store.create;
    store.create = async (key, body) => {
      await create(key, body);
      return create(key, body);
    };
    await document.change(() => {
      decisions += 1;
      return { write: { count: 1 }, result: 'mine' };
    });
    expect(decisions).toBe(1);
    expect(await document.read()).toEqual({ count: 1 });
  });

  it('gives up by name when others are always faster', async () => {
    const { store, document, increment } = counterDocument();
    await increment();
    let other = 100;
    store.beforeWrite = async (key) => {
      await store.put(key, JSON.stringify({ count: ++other, writer: 'other' }));
    };
    await expect(increment()).rejects.toThrow(LedgerConflictError);
    expect(await document.read()).toEqual({ count: 108 });
  });
});

describe('the ledger', () => {
  it('keeps one document per model and kind under its own key', async () => {
    const store = fakeObjectStore();
    const ledger = objectStoreLedger({ store, newId: () => 'w' });
    const lease = { owner: 'r', epoch: 1, leaseUntil: '2026-03-01T00:00:00.000Z' };
    await ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    const paused = { paused: true, at: '2026-03-01T00:00:00.000Z', actor: 'me', reason: 'holiday' };
    await ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    expect(store.keys()).toEqual(['models/churn/lease.json', 'models/churn/paused.json']);
    expect(await ledger.lease('churn').read()).toEqual(lease);
    expect(await ledger.champion('churn').read()).toBeUndefined();
    expect(await ledger.desired('churn').read()).toBeUndefined();
    expect(await ledger.run('churn-abc-1').read()).toBeUndefined();
  });
});
