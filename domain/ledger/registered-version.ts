import * as z from 'zod';
import { Version } from './serving.ts';

/**
 * What a registered version says of its making, as CustomerMetadataProperties: at most 50 pairs of a key of 128 and a value of
 * 256 characters (SageMaker's limits).
 */
export const VersionMetadata = z.object({
  /** The run that made it. */
  run: z.string(),
  datasetId: z.string(),
  /** SHA-256 of model.tar.gz. */
  artifactDigest: z.string(),
  /** Of the manifest and the SQL it was made with. */
  manifestDigest: z.string(),
  evidenceUri: z.string().max(256).optional(),
  evidenceDigest: z.string().optional(),
  /** The evidence as a page. */
  reportUri: z.string().max(256).optional(),
  /** The version it was judged against; absent when there was no champion. */
  championVersion: z.coerce.number().int().positive().optional(),
  /** Passed, Failed or Inconclusive. */
  verdict: z.string().optional(),
});

export const ApprovalStatus = z.enum(['PendingManualApproval', 'Approved', 'Rejected']);

/** A version as the registry knows it. */
export const RegisteredVersion = Version.extend({
  approval: ApprovalStatus,
  /** Why it was approved or rejected. */
  approvalReason: z.string(),
  createdAt: z.string(),
  lastModifiedAt: z.string(),
  /** Who changed it last, where SageMaker says. */
  lastModifiedBy: z.string().optional(),
  /** Absent for a version that this product did not register, which can therefore not be released. */
  metadata: VersionMetadata.optional(),
});

export type VersionMetadata = z.infer<typeof VersionMetadata>;
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;
export type RegisteredVersion = z.infer<typeof RegisteredVersion>;
