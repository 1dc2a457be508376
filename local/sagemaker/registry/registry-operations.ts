import type {
  BatchDescribeModelPackageInput,
  BatchDescribeModelPackageOutput,
  CreateModelPackageInput,
  DeleteModelPackageInput,
  DescribeModelPackageInput,
  ListModelPackagesInput,
  UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';
import { type Call, type Cloud, ServiceError } from '../../cloud.ts';
import { openTags } from '../tags.ts';
import { required, validationError } from '../validation.ts';
import { createPackage } from './create-package.ts';
import { batchSummary, describePackage } from './describe-package.ts';
import { createGroupOperations } from './group-operations.ts';
import { listPackages } from './list-packages.ts';
import { findPackage, packageCollection } from './package-record.ts';
import { updatePackage } from './update-package.ts';

const MOST_IN_BATCH = 100;

/** The model registry: groups and packages. */
export function createRegistryOperations(cloud: Cloud) {
  const find = (name: string | undefined) => findPackage(cloud, required(name, 'modelPackageName'));
  return {
    ...createGroupOperations(cloud),
    CreateModelPackage: (input: CreateModelPackageInput, call: Call) => createPackage(cloud, input, call),
    UpdateModelPackage: (input: UpdateModelPackageInput, call: Call) => updatePackage(cloud, input, call),
    DescribeModelPackage: (input: DescribeModelPackageInput) => describePackage(cloud, find(input.ModelPackageName)),
    ListModelPackages: (input: ListModelPackagesInput) => listPackages(cloud, input),
    BatchDescribeModelPackage: (input: BatchDescribeModelPackageInput) => batchDescribe(cloud, input),
    DeleteModelPackage(input: DeleteModelPackageInput) {
      const { arn } = find(input.ModelPackageName);
      cloud.store.transaction(() => {
        packageCollection(cloud).delete(arn);
        openTags(cloud).remove(arn);
      });
      return {};
    },
  };
}

/** Each package found is summarized; each that is not is named among the errors. */
function batchDescribe(cloud: Cloud, input: BatchDescribeModelPackageInput): BatchDescribeModelPackageOutput {
  const arns = required(input.ModelPackageArnList, 'modelPackageArnList');
  if (arns.length < 1 || arns.length > MOST_IN_BATCH) {
    throw validationError(`ModelPackageArnList must have 1 to ${MOST_IN_BATCH} entries, not ${arns.length}.`);
  }
  const summaries: NonNullable<BatchDescribeModelPackageOutput['ModelPackageSummaries']> = {};
  const errors: NonNullable<BatchDescribeModelPackageOutput['BatchDescribeModelPackageErrorMap']> = {};
  for (const arn of arns) {
    try {
      summaries[arn] = batchSummary(findPackage(cloud, arn));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      errors[arn] = { ErrorCode: error.code, ErrorResponse: error.message };
    }
  }
  return { ModelPackageSummaries: summaries, BatchDescribeModelPackageErrorMap: errors };
}
