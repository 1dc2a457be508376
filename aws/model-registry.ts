import type { ApprovalStatus, RegisteredVersion, VersionMetadata } from '#domain/ledger/registered-version.ts';

/** A candidate to be registered. */
export interface NewVersion {
  readonly model: string;
  readonly metadata: VersionMetadata;
  /** Approval is never given here: only ApproveCandidate's role, or a person, may. */
  readonly approval: Exclude<ApprovalStatus, 'Approved'>;
  readonly approvalReason: string;
  readonly description: string;
  readonly imageUri: string;
  readonly artifactUri: string;
  /** Environment of the container that serves it. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly contentTypes: readonly string[];
  /** The evaluation document, shown as the version's model quality. */
  readonly metrics?: { readonly uri: string; readonly digest: string };
}

/** A version in a listing: without its metadata and the reason of its approval. */
export type ListedVersion = Pick<RegisteredVersion, 'number' | 'arn' | 'approval' | 'createdAt'>;

/** The versions of each model. */
export interface ModelRegistry {
  /** Makes the model's group where there is none. */
  ensureGroup(model: string): Promise<void>;
  /** Registers a candidate, once per run: the version the run registered before is returned. */
  create(version: NewVersion): Promise<RegisteredVersion>;
  /** Undefined when there is no such version (any more). */
  describe(arn: string): Promise<RegisteredVersion | undefined>;
  /** The newest first. A model that was never registered has none. */
  list(model: string, approval?: ApprovalStatus): AsyncIterable<ListedVersion>;
  approve(arn: string, reason: string): Promise<void>;
  reject(arn: string, reason: string): Promise<void>;
  /** Adds to a version's metadata. Registry events of it are no approvals. */
  annotate(arn: string, metadata: Partial<VersionMetadata>): Promise<void>;
}
