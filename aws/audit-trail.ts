import * as z from 'zod';
import { decisionFingerprint, nextRecord } from '#domain/audit/chain.ts';
import { AuditEntry, AuditRecord } from '#domain/audit/record.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import { findAuditHead } from './audit-head.ts';
import type { ObjectStore, Retention } from './object-store.ts';

/** The record could not be written: a release must stop here, a rollback goes on with {@link AuditTrail.appendOrDefer}. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';
}

/** What became of a record that must not stop its writer. Lost: not even the deferral could be written. */
export type AuditOutcome = 'Recorded' | 'Deferred' | 'Lost';

/** The append-only, hash-chained record of decisions, one chain per model. */
export interface AuditTrail {
  /**
   * Records a decision, once per (action, subject): the record there is already is returned.
   * @throws AuditUnavailableError
   */
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** Records a decision or leaves it for {@link recordDeferred}. Never throws. */
  appendOrDefer(entry: AuditEntry): Promise<AuditOutcome>;
  /** Writes a model's deferred records into its chain; answers how many. @throws AuditUnavailableError */
  recordDeferred(model: string): Promise<number>;
  /** Every stored version of every record of a model, in order, unparsed: for verifyChain. A delete marker hides nothing. */
  read(model: string): Promise<readonly unknown[]>;
}

export interface AuditTrailOptions {
  readonly store: ObjectStore;
  readonly now: () => Date;
  readonly retention: { readonly mode: Retention['mode']; readonly days: number };
}

/** Writers who race for the same sequence decide again; more of them than this at once is a fault. */
const ATTEMPTS = 12;

const Intent = z.object({ afterSeq: z.int().min(0) });

/** {@link AuditTrail} in the ledger bucket. */
export function objectStoreAuditTrail({ store, now, retention }: AuditTrailOptions): AuditTrail {
  const heads = new Map<string, number>();

  const recordAt = async (model: string, seq: number) => {
    const stored = seq === 0 ? undefined : await store.getJson(ledgerKeys.audit(model, seq));
    return stored === undefined ? undefined : AuditRecord.parse(stored.value);
  };

  /** Announces the decision; answers from where on its record may already exist, or undefined when it was never announced. */
  const announce = async (entry: AuditEntry, head: number): Promise<number | undefined> => {
    const key = ledgerKeys.auditIntent(entry.model, decisionFingerprint(entry));
    const created = await store.create(key, JSON.stringify({ afterSeq: head }));
    if (created.outcome === 'written') return undefined;
    const intent = await store.getJson(key);
    return Intent.parse(intent?.value ?? { afterSeq: 0 }).afterSeq;
  };

  const find = async (entry: AuditEntry, range: { after: number; through: number }) => {
    for (let seq = range.after + 1; seq <= range.through; seq += 1) {
      const record = await recordAt(entry.model, seq);
      if (record?.action === entry.action && record.subject === entry.subject) return record;
    }
    return undefined;
  };

  const tryAppend = async (entry: AuditEntry): Promise<AuditRecord> => {
    const { model } = entry;
    let head = await findAuditHead(store, model, heads.get(model));
    let searched = (await announce(entry, head)) ?? head;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const existing = await find(entry, { after: searched, through: head });
      if (existing !== undefined) return existing;
      searched = head;
      const time = now();
      const record = nextRecord(await recordAt(model, head), entry, time);
      const until = new Date(time.getTime() + retention.days * 86_400_000);
      const options = { retention: { mode: retention.mode, until } };
      const written = await store.create(ledgerKeys.audit(model, record.seq), JSON.stringify(record), options);
      heads.set(model, record.seq);
      if (written.outcome === 'written') return record;
      head = await findAuditHead(store, model, record.seq);
    }
    throw new Error(`${ATTEMPTS} other writers were faster.`);
  };

  const append = async (entry: AuditEntry) => {
    try {
      return await tryAppend(AuditEntry.parse(entry));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new AuditUnavailableError(
        `${entry.action} of ${entry.subject} could not be recorded in the audit trail of ${entry.model}: ${why} Nothing was changed that needs this record; try again.`,
        { cause },
      );
    }
  };

  return {
    append,
    async appendOrDefer(entry) {
      try {
        await append(entry);
        return 'Recorded';
      } catch {
        const deferred = { ...entry, occurredAt: entry.occurredAt ?? now().toISOString() };
        try {
          await store.put(ledgerKeys.deferred(entry.model, decisionFingerprint(entry)), JSON.stringify(deferred));
          return 'Deferred';
        } catch {
          return 'Lost';
        }
      }
    },
    async recordDeferred(model) {
      let count = 0;
      for await (const { key } of store.list(ledgerKeys.deferredPrefix(model))) {
        const stored = await store.getJson(key);
        if (stored === undefined) continue;
        await append(AuditEntry.parse(stored.value));
        await store.delete(key);
        count += 1;
      }
      return count;
    },
    async read(model) {
      const records: unknown[] = [];
      for await (const version of store.listVersions(ledgerKeys.auditPrefix(model))) {
        if (version.deleteMarker) continue;
        const stored = await store.get(version.key, version.versionId);
        if (stored !== undefined) records.push(JSON.parse(Buffer.from(stored.value).toString('utf8')));
      }
      return records;
    },
  };
}
