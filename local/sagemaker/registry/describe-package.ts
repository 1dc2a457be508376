import type {
  BatchDescribeModelPackageSummary,
  DescribeModelPackageOutput,
  ModelPackageSummary,
} from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import type { PackageRecord } from './package-record.ts';
import { userContext } from './user-context.ts';

/** The answer of DescribeModelPackage. A version has the group's name and its number instead of a name of its own. */
export function describePackage(cloud: Cloud, record: PackageRecord): DescribeModelPackageOutput {
  return {
    CertifyForMarketplace: false,
    ...record.content,
    ...identityOf(record),
    ModelPackageArn: record.arn,
    CreationTime: new Date(record.createdAt),
    CreatedBy: userContext(cloud, record.createdBy),
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    ...(record.modifiedAt === undefined ? {} : { LastModifiedTime: new Date(record.modifiedAt) }),
    ...(record.modifiedBy === undefined ? {} : { LastModifiedBy: userContext(cloud, record.modifiedBy) }),
  };
}

export function summarizePackage({ content, ...record }: PackageRecord): ModelPackageSummary {
  return {
    ...identityOf({ ...record, content }),
    ModelPackageArn: record.arn,
    ModelPackageDescription: content.ModelPackageDescription,
    CreationTime: new Date(record.createdAt),
    ModelPackageStatus: 'Completed',
    ModelApprovalStatus: content.ModelApprovalStatus,
    ModelLifeCycle: content.ModelLifeCycle,
    ModelPackageRegistrationType: content.ModelPackageRegistrationType,
  };
}

export function batchSummary(record: PackageRecord): BatchDescribeModelPackageSummary {
  const { ModelLifeCycle: _, ...summary } = summarizePackage(record);
  return {
    ...summary,
    ModelPackageGroupName: summary.ModelPackageGroupName,
    InferenceSpecification: record.content.InferenceSpecification,
  };
}

export function identityOf({ name, version }: PackageRecord) {
  return version === undefined
    ? { ModelPackageName: name }
    : { ModelPackageName: undefined, ModelPackageGroupName: name, ModelPackageVersion: version };
}
