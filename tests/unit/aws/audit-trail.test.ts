import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAuditHead } from '#aws/audit-head.ts';
import { AuditUnavailableError, objectStoreAuditTrail } from '#aws/audit-trail.ts';
import type { AuditEntry } from '#domain/audit/record.ts';
import { verifyChain } from '#domain/audit/verify-chain.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import { fakeObjectStore } from '../../fakes/object-store.ts';

const entry = (subject: string): AuditEntry => ({
  model: 'churn',
  action: 'GateCandidate',
  subject,
  actor: 'run',
  reason: 'r',
});

function trailOn(store = fakeObjectStore()) {
  const now = () => new Date('2026-03-01T00:00:00Z');
  const make = () => objectStoreAuditTrail({ store, now, retention: { mode: 'GOVERNANCE', days: 1 } });
  return { store, trail: make(), another: make() };
}

describe('the audit trail', () => {
  it('chains what is appended and locks it for the retention', async () => {
    const { store, trail } = trailOn();
    await trail.append(entry('run-1'));
    const second = await trail.append(entry('run-2'));
    expect(second).toMatchObject({ seq: 2, subject: 'run-2' });
    expect(verifyChain(await trail.read('churn'))).toMatchObject({ ok: true, records: 2 });
    expect(store.retentionOf(ledgerKeys.audit('churn', 2))).toEqual({
      mode: 'GOVERNANCE',
      until: new Date('2026-03-02T00:00:00Z'),
    });
  });

  it('records a decision once however often its state runs', async () => {
    const { trail, another } = trailOn();
    const first = await trail.append(entry('run-1'));
    await trail.append(entry('run-2'));
    expect(await another.append(entry('run-1'))).toEqual(first);
    expect(await trail.read('churn')).toHaveLength(2);
  });

  it('keeps the chain whole, and each decision in it once, when several write at the same time', async () => {
    const { trail, another } = trailOn();
    const subjects = ['a', 'b', 'a', 'c', 'b', 'd'];
    await Promise.all(subjects.map((subject, i) => (i % 2 === 0 ? trail : another).append(entry(subject))));
    const records = await trail.read('churn');
    expect(verifyChain(records)).toMatchObject({ ok: true, records: 4 });
  });

  it('adopts its own record when the answer to the write was lost', async () => {
    const { store, trail } = trailOn();
    let failed = false;
    store.fault = ({ key }) => {
      if (failed || !key.startsWith('audit/')) return undefined;
      failed = true;
      return 'lost';
    };
    await expect(trail.append(entry('run-1'))).rejects.toThrow(AuditUnavailableError);
    expect(await trail.append(entry('run-1'))).toMatchObject({ seq: 1 });
    expect(await trail.read('churn')).toHaveLength(1);
  });

  it('says that it is unavailable, and why, when a record cannot be written', async () => {
    const { store, trail } = trailOn();
    store.fault = () => {
      throw new Error('503 Slow Down');
    };
    await expect(trail.append(entry('run-1'))).rejects.toThrow(
      /^GateCandidate of run-1 could not be recorded in the audit trail of churn: 503 Slow Down/,
    );
  });

  it('shows records behind a delete marker, and a record overwritten behind one breaks the chain', async () => {
    const { store, trail } = trailOn();
    await trail.append(entry('run-1'));
    await store.delete(ledgerKeys.audit('churn', 1));
    expect(verifyChain(await trail.read('churn'))).toMatchObject({ ok: true, records: 1 });
    await store.put(ledgerKeys.audit('churn', 1), JSON.stringify({ forged: true }));
    expect(verifyChain(await trail.read('churn'))).toMatchObject({ ok: false, seq: 1 });
  });
});

describe('a deferred record', () => {
  it('is left when the trail cannot be written and recorded later with the time of the act', async () => {
    const { store, trail } = trailOn();
    store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    expect(await trail.appendOrDefer(entry('epoch-3'))).toBe('Deferred');
    store.fault = () => undefined;
    expect(await trail.recordDeferred('churn')).toBe(1);
    expect(await trail.recordDeferred('churn')).toBe(0);
    expect(await trail.read('churn')).toMatchObject([{ subject: 'epoch-3', occurredAt: '2026-03-01T00:00:00.000Z' }]);
  });

  it('is lost, and says so, when nothing can be written at all', async () => {
    const { store, trail } = trailOn();
    store.fault = () => {
      throw new Error('503');
    };
    expect(await trail.appendOrDefer(entry('epoch-3'))).toBe('Lost');
  });
});

describe('finding the head of a chain', () => {
  it('finds it from any record known before, with few listings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (n, share) => {
          let listings = 0;
          const store = {
            ...fakeObjectStore(),
            async *list(prefix: string, startAfter = '') {
              listings += 1;
              const first = Number(/(\d+)\.json$/.exec(startAfter)?.[1] ?? 0) + 1;
              for (let seq = first; seq <= n; seq += 1) {
                yield {
                  key: `${prefix}${String(seq).padStart(9, '0')}.json`,
                  etag: '',
                  size: 1,
                  lastModified: new Date(0),
                };
              }
            },
          };
          expect(await findAuditHead(store, 'churn', Math.floor(n * share))).toBe(n);
          expect(listings).toBeLessThanOrEqual(9);
        },
      ),
    );
  });
});
