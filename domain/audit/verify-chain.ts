import { GENESIS_HASH, recordHash } from './chain.ts';
import { AuditRecord } from './record.ts';

export type ChainVerdict =
  | { readonly ok: true; readonly records: number; readonly headHash: string }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/**
 * Checks a whole chain, in order of sequence, and says where it breaks first. `records` are stored versions as they were read:
 * a sequence stored twice, a gap, a changed field or a reordered record all break it.
 */
export function verifyChain(records: readonly unknown[]): ChainVerdict {
  let previousHash = GENESIS_HASH;
  for (const [index, stored] of records.entries()) {
    const seq = index + 1;
    const parsed = AuditRecord.safeParse(stored);
    if (!parsed.success) return broken(seq, `is not an audit record: ${parsed.error.issues[0]?.message}`);
    const record = parsed.data;
    if (record.seq < seq) return broken(record.seq, 'is stored more than once');
    if (record.seq > seq) return broken(seq, `is missing; the next one stored is ${record.seq}`);
    if (record.previousHash !== previousHash) return broken(seq, 'does not follow the record before it');
    // Hashed as stored: parsing would drop a key named __proto__, and a forger could then hide something in it.
    if (record.hash !== recordHash(stored as AuditRecord)) return broken(seq, 'was changed after it was written');
    previousHash = record.hash;
  }
  return { ok: true, records: records.length, headHash: previousHash };
}

function broken(seq: number, what: string): ChainVerdict {
  return { ok: false, seq, reason: `Record ${seq} ${what}.` };
}
