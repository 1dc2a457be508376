import type { CreateModelPackageInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';

/** What was said at creation or changed since, without tags and the token. */
export type PackageContent = Omit<CreateModelPackageInput, 'Tags' | 'ClientToken'> & { ApprovalDescription?: string };

/** A model package as stored. Times are virtual ms since the epoch. */
export interface PackageRecord {
  readonly arn: string;
  /** The group's name for a version, else the package's own. */
  readonly name: string;
  readonly version?: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt?: number;
  readonly modifiedBy?: string;
  readonly clientToken?: string;
  readonly content: PackageContent;
}

/** Model packages by ARN. */
export function packageCollection({ store }: Pick<Cloud, 'store'>): Collection<PackageRecord> {
  return store.collection('sagemaker.model-packages');
}

/** By ARN, or by name for a package without a group. */
export function findPackage(cloud: Cloud, nameOrArn: string): PackageRecord | undefined {
  return packageCollection(cloud).get(nameOrArn.startsWith('arn:') ? nameOrArn : packageArn(cloud, nameOrArn));
}

/** arn(cloud, 'model-package', 'group/3'), as SageMaker writes it: in lower case. */
export function packageArn({ account, region }: Pick<Cloud, 'account' | 'region'>, name: string): string {
  return `arn:aws:sagemaker:${region}:${account}:model-package/${name.toLowerCase()}`;
}
