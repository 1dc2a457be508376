import type { UpdateModelPackageInput } from '@aws-sdk/client-sagemaker';
import type { Call, Cloud } from '../../cloud.ts';
import { required } from '../validation.ts';
import { checkPackage, checkToken } from './check-package.ts';
import { emitPackageEvent, updatedFields } from './package-events.ts';
import { findPackage, type PackageContent, packageCollection } from './package-record.ts';

/**
 * UpdateModelPackage. There is no compare-and-swap: the last writer wins. Repeating the last update's ClientToken changes
 * nothing.
 */
export function updatePackage(cloud: Cloud, input: UpdateModelPackageInput, { caller }: Call) {
  const record = findPackage(cloud, required(input.ModelPackageArn, 'modelPackageArn'));
  checkToken(input.ClientToken);
  if (input.ClientToken !== undefined && input.ClientToken === record.updateToken)
    return { ModelPackageArn: record.arn };
  const content = merged(record.content, input);
  checkPackage(content);
  const { updateToken: _, ...kept } = record;
  const next = {
    ...kept,
    content,
    modifiedAt: cloud.clock.now(),
    modifiedBy: caller,
    ...(input.ClientToken === undefined ? {} : { updateToken: input.ClientToken }),
  };
  packageCollection(cloud).set(record.arn, next);
  emitPackageEvent(cloud, next, updatedFields(input));
  return { ModelPackageArn: record.arn };
}

function merged(content: PackageContent, update: UpdateModelPackageInput): PackageContent {
  const {
    ModelPackageArn: _arn,
    ClientToken: _token,
    CustomerMetadataProperties,
    CustomerMetadataPropertiesToRemove = [],
    AdditionalInferenceSpecificationsToAdd = [],
    ...replaced
  } = update;
  const removed = new Set(CustomerMetadataPropertiesToRemove);
  const metadata = Object.entries(content.CustomerMetadataProperties ?? {}).filter(([key]) => !removed.has(key));
  const properties = { ...Object.fromEntries(metadata), ...CustomerMetadataProperties };
  const specifications = [
    ...(content.AdditionalInferenceSpecifications ?? []),
    ...AdditionalInferenceSpecificationsToAdd,
  ];
  const given = Object.fromEntries(Object.entries(replaced).filter(([, value]) => value !== undefined));
  const { CustomerMetadataProperties: _metadata, ...rest } = content;
  return {
    ...rest,
    ...given,
    ...(Object.keys(properties).length === 0 ? {} : { CustomerMetadataProperties: properties }),
    ...(specifications.length === 0 ? {} : { AdditionalInferenceSpecifications: specifications }),
  };
}
