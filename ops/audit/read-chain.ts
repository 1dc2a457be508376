import type { AuditTrail } from '../../aws/audit-trail.ts';
import { AuditRecord } from '../../domain/audit/record.ts';
import { type ChainVerdict, verifyChain } from '../../domain/audit/verify-chain.ts';

export interface AuditChain {
  readonly verdict: ChainVerdict;
  /** What can be read as records, in order of sequence; worth believing only while the chain is unbroken. */
  readonly records: readonly AuditRecord[];
}

/** Every stored version of a model's records, verified. */
export async function readChain({ audit }: { readonly audit: AuditTrail }, model: string): Promise<AuditChain> {
  let stored: readonly unknown[];
  try {
    stored = await audit.read(model);
  } catch (error) {
    // What is no JSON was not written by the product: that is an answer, not a failure of reading.
    if (!(error instanceof SyntaxError)) throw error;
    return { verdict: { ok: false, seq: 0, reason: `A record is not JSON: ${error.message}.` }, records: [] };
  }
  const records = stored.flatMap((value) => {
    const parsed = AuditRecord.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  return { verdict: verifyChain(stored), records };
}

/** When a decision was made: a deferred record bears the time of its recording too. */
export function decidedAt({ occurredAt, time }: AuditRecord): string {
  return occurredAt ?? time;
}
