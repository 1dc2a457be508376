import type { DescribeModelPackageCommandOutput, ModelPackageSummary } from '@aws-sdk/client-sagemaker';
import { ApprovalStatus, type RegisteredVersion, VersionMetadata } from '#domain/ledger/registered-version.ts';
import type { ListedVersion } from './model-registry.ts';

/** A ModelPackage as the product sees it. @throws TypeError for one that belongs to no group */
export function registeredVersion(output: DescribeModelPackageCommandOutput): RegisteredVersion {
  const { ModelPackageVersion: number, ModelPackageArn: arn } = output;
  if (number === undefined || arn === undefined) {
    throw new TypeError(`${arn ?? 'The model package'} has no version number: it belongs to no model package group.`);
  }
  const metadata = VersionMetadata.safeParse(output.CustomerMetadataProperties ?? {});
  const created = output.CreationTime ?? new Date(0);
  const by = output.LastModifiedBy?.UserProfileName ?? output.LastModifiedBy?.IamIdentity?.Arn;
  return {
    number,
    arn,
    approval: ApprovalStatus.parse(output.ModelApprovalStatus ?? 'PendingManualApproval'),
    approvalReason: output.ApprovalDescription ?? '',
    createdAt: created.toISOString(),
    lastModifiedAt: (output.LastModifiedTime ?? created).toISOString(),
    ...(by === undefined ? {} : { lastModifiedBy: by }),
    ...(metadata.success ? { metadata: metadata.data } : {}),
  };
}

/** Undefined for a package without a version number. */
export function listedVersion(summary: ModelPackageSummary): ListedVersion | undefined {
  const { ModelPackageVersion: number, ModelPackageArn: arn } = summary;
  if (number === undefined || arn === undefined) return undefined;
  return {
    number,
    arn,
    approval: ApprovalStatus.parse(summary.ModelApprovalStatus ?? 'PendingManualApproval'),
    createdAt: (summary.CreationTime ?? new Date(0)).toISOString(),
  };
}

/** Metadata as the string pairs that SageMaker keeps. */
export function customerMetadata(metadata: Partial<VersionMetadata>): Record<string, string> {
  const pairs = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]));
}
