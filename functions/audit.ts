import { type AuditTrail, objectStoreAuditTrail } from '#aws/audit-trail.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { readEnvironment } from './environment.ts';

/** The audit trail with the stage's retention: AUDIT_RETENTION_MODE (GOVERNANCE or COMPLIANCE) and AUDIT_RETENTION_DAYS. */
export function auditFromEnvironment(store: ObjectStore): AuditTrail {
  const env = readEnvironment({ AUDIT_RETENTION_MODE: 'string', AUDIT_RETENTION_DAYS: 'number' });
  const mode = env.AUDIT_RETENTION_MODE === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE';
  return objectStoreAuditTrail({ store, now: () => new Date(), retention: { mode, days: env.AUDIT_RETENTION_DAYS } });
}
