import type { MetricsSource } from '@aws-sdk/client-sagemaker';
import { atMost, limitMap, required, validationError } from '../validation.ts';
import type { PackageContent } from './package-record.ts';

/** Limits of SageMaker's API model. */
const METADATA = { entries: 50, key: 128, value: 256 };
const MOST_CONTAINERS = 15;
const APPROVAL = ['Approved', 'Rejected', 'PendingManualApproval'];
const DIGEST = /^[Ss][Hh][Aa]256:[0-9a-fA-F]{64}$/;
const TOKEN = /^[a-zA-Z0-9-]{1,36}$/;

/** @throws ValidationException for whatever exceeds the limits of the API */
export function checkPackage(content: Partial<PackageContent>): void {
  atMost(content.ModelPackageDescription, 1024, 'modelPackageDescription');
  atMost(content.ApprovalDescription, 1024, 'approvalDescription');
  atMost(content.SourceUri, 1024, 'sourceUri');
  limitMap(content.CustomerMetadataProperties, 'customerMetadataProperties', METADATA);
  for (const [key, value] of Object.entries(content.MetadataProperties ?? {})) {
    atMost(typeof value === 'string' ? value : undefined, 1024, `metadataProperties.${key}`);
  }
  checkApproval(content.ModelApprovalStatus);
  checkLifeCycle(content.ModelLifeCycle);
  checkInference(content.InferenceSpecification);
  checkMetrics(content.ModelMetrics, 'modelMetrics');
  checkMetrics(content.DriftCheckBaselines, 'driftCheckBaselines');
}

/** @throws ValidationException unless it is absent or has 1 to 36 letters, digits and hyphens */
export function checkToken(token: string | undefined): void {
  if (token === undefined || TOKEN.test(token)) return;
  throw validationError(
    `1 validation error detected: Value '${token}' at 'clientToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-]+ and have length less than or equal to 36`,
  );
}

function checkApproval(status: string | undefined): void {
  if (status === undefined || APPROVAL.includes(status)) return;
  throw validationError(
    `1 validation error detected: Value '${status}' at 'modelApprovalStatus' failed to satisfy constraint: Member must satisfy enum value set: [${APPROVAL.join(', ')}]`,
  );
}

function checkLifeCycle(lifeCycle: PackageContent['ModelLifeCycle']): void {
  if (lifeCycle === undefined) return;
  atMost(required(lifeCycle.Stage, 'modelLifeCycle.stage'), 63, 'modelLifeCycle.stage');
  atMost(required(lifeCycle.StageStatus, 'modelLifeCycle.stageStatus'), 63, 'modelLifeCycle.stageStatus');
  atMost(lifeCycle.StageDescription, 1024, 'modelLifeCycle.stageDescription');
}

function checkInference(specification: PackageContent['InferenceSpecification']): void {
  if (specification === undefined) return;
  const containers = required(specification.Containers, 'inferenceSpecification.containers');
  if (containers.length < 1 || containers.length > MOST_CONTAINERS) {
    throw validationError(
      `InferenceSpecification must have 1 to ${MOST_CONTAINERS} containers, not ${containers.length}.`,
    );
  }
}

/** Metrics and baselines are groups of sources: {ModelQuality: {Statistics: {ContentType, S3Uri, ContentDigest?}}}. */
function checkMetrics(groups: object | undefined, member: string): void {
  for (const [group, sources] of Object.entries(groups ?? {})) {
    for (const [name, source] of Object.entries((sources ?? {}) as Record<string, MetricsSource | undefined>)) {
      if (source === undefined) continue;
      const path = `${member}.${group}.${name}`;
      required(source.S3Uri, `${path}.s3Uri`);
      // Files of drift baselines may do without a content type.
      if (member === 'modelMetrics') required(source.ContentType, `${path}.contentType`);
      if (source.ContentDigest !== undefined && !DIGEST.test(source.ContentDigest)) {
        throw validationError(
          `${path}.contentDigest must be sha256: and 64 hexadecimal digits, not ${source.ContentDigest}.`,
        );
      }
    }
  }
}
