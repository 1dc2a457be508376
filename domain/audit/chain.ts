import { sha256 } from '../naming.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AuditEntry, AuditRecord } from './record.ts';

/** What the first record follows. */
export const GENESIS_HASH = '0'.repeat(64);

/** The record that follows `head`, which is undefined for an empty chain. */
export function nextRecord(head: AuditRecord | undefined, entry: AuditEntry, time: Date): AuditRecord {
  const unsealed = {
    ...entry,
    seq: (head?.seq ?? 0) + 1,
    previousHash: head?.hash ?? GENESIS_HASH,
    time: time.toISOString(),
  };
  return { ...unsealed, hash: recordHash(unsealed) };
}

/** SHA-256 of the canonical JSON of everything but the hash itself. */
export function recordHash(record: Omit<AuditRecord, 'hash'>): string {
  const { hash: _, ...rest } = record as AuditRecord;
  return sha256(canonicalJson(rest));
}

/** Identifies a decision, so that running its state again does not record it again. */
export function decisionFingerprint({ action, subject }: Pick<AuditEntry, 'action' | 'subject'>): string {
  return sha256(canonicalJson([action, subject])).slice(0, 32);
}
