import * as z from 'zod';

/** What is to be recorded: who did what to which thing, on which evidence and why. */
export const AuditEntry = z.strictObject({
  model: z.string().min(1),
  /** The ASL state's name, or what a person asked for: `GateCandidate`, `Pause`. */
  action: z.string().min(1),
  /** What was acted on. With `action` it identifies the decision: the same pair is recorded once. */
  subject: z.string().min(1),
  /** An IAM ARN, a user name, or the execution that decided. */
  actor: z.string().min(1),
  reason: z.string(),
  /** URIs and small facts. */
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** SHA-256, hex, by what was hashed. */
  digests: z.record(z.string(), z.string()).optional(),
  /** ISO time of the act, when it was recorded later than it happened. */
  occurredAt: z.string().optional(),
});

/** One link of a model's chain. `hash` covers every other field; `previousHash` is the record's before it. */
export const AuditRecord = AuditEntry.extend({
  /** From 1, without gaps. */
  seq: z.int().positive(),
  previousHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO time of the recording. */
  time: z.string(),
});

export type AuditEntry = z.infer<typeof AuditEntry>;
export type AuditRecord = z.infer<typeof AuditRecord>;
