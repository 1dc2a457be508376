import type { CreateModelPackageInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';
import { validationError } from '../validation.ts';

/** What was said at creation or changed since, without names, tags and the token. */
export type PackageContent = Omit<
  CreateModelPackageInput,
  'Tags' | 'ClientToken' | 'ModelPackageName' | 'ModelPackageGroupName'
> & { readonly ApprovalDescription?: string };

/** A model package as stored. Times are virtual ms since the epoch. */
export interface PackageRecord {
  readonly arn: string;
  /** The group's name for a version, else the package's own. */
  readonly name: string;
  /** Only of a package in a group. */
  readonly version?: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt?: number;
  readonly modifiedBy?: string;
  readonly creationToken?: string;
  /** The content of the creation, kept with its token to recognise a repeated request. */
  readonly created?: PackageContent;
  /** The token of the last update. */
  readonly updateToken?: string;
  readonly content: PackageContent;
}

/** Model packages by ARN. */
export function packageCollection({ store }: Pick<Cloud, 'store'>): Collection<PackageRecord> {
  return store.collection('sagemaker.model-packages');
}

/**
 * By ARN, or by name for a package without a group.
 * @throws ValidationException when it does not exist
 */
export function findPackage(cloud: Cloud, nameOrArn: string): PackageRecord {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : packageArn(cloud, nameOrArn);
  const found = packageCollection(cloud).get(arn);
  if (found !== undefined) return found;
  throw validationError(`ModelPackage ${arn} does not exist.`);
}

/** packageArn(cloud, 'group/3'); SageMaker writes names in ARNs in lower case. */
export function packageArn({ account, region }: Pick<Cloud, 'account' | 'region'>, name: string): string {
  return `arn:aws:sagemaker:${region}:${account}:model-package/${name.toLowerCase()}`;
}
