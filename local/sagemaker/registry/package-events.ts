import type { UpdateModelPackageInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { identityOf } from './describe-package.ts';
import type { PackageRecord } from './package-record.ts';

/** The members of an update that the event names, and how it spells them. */
const FIELD_NAMES = {
  ModelApprovalStatus: 'ModelApprovalStatus',
  ApprovalDescription: 'ApprovalDescription',
  SourceUri: 'sourceUri',
  CustomerMetadataProperties: 'CustomerMetadataProperties',
  CustomerMetadataPropertiesToRemove: 'CustomerMetadataProperties',
  InferenceSpecification: 'InferenceSpecification',
  ModelLifeCycle: 'ModelLifeCycle',
} as const satisfies Partial<Record<keyof UpdateModelPackageInput, string>>;

type NamedField = keyof typeof FIELD_NAMES;

/** UpdatedModelPackageFields: what an update named, whether or not its value is another than before. */
export function updatedFields(update: UpdateModelPackageInput): string[] {
  const named = (Object.keys(FIELD_NAMES) as NamedField[]).filter((field) => update[field] !== undefined);
  return [...new Set(named.map((field) => FIELD_NAMES[field]))];
}

/**
 * Tells the default bus of a package created or updated. As on AWS the event bears neither the status before nor who made the
 * change; UpdatedModelPackageFields is absent for a creation.
 */
export function emitPackageEvent(cloud: Cloud, record: PackageRecord, fields?: readonly string[]): void {
  const { content } = record;
  const detail = {
    ...identityOf(record),
    ModelPackageArn: record.arn,
    CreationTime: isoSeconds(record.createdAt),
    InferenceSpecification: content.InferenceSpecification,
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    CertifyForMarketplace: content.CertifyForMarketplace ?? false,
    ModelApprovalStatus: content.ModelApprovalStatus,
    ApprovalDescription: content.ApprovalDescription,
    MetadataProperties: content.MetadataProperties,
    CustomerMetadataProperties: content.CustomerMetadataProperties,
    ModelMetrics: content.ModelMetrics,
    ModelLifeCycle: content.ModelLifeCycle,
    UpdatedModelPackageFields: fields,
    LastModifiedTime: isoSeconds(record.modifiedAt ?? record.createdAt),
  };
  cloud.emit({
    source: 'aws.sagemaker',
    detailType: 'SageMaker Model Package State Change',
    resources: [record.arn],
    detail: Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined)),
  });
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
