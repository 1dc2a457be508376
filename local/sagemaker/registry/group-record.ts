import type { CreateModelPackageGroupInput } from '@aws-sdk/client-sagemaker';
import { arn } from '../../arn.ts';
import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';
import { validationError } from '../validation.ts';

/** A model package group as stored. Times are virtual ms since the epoch. */
export interface GroupRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** The highest version given out; a deleted version's number does not return. */
  readonly lastVersion: number;
  readonly content: Pick<CreateModelPackageGroupInput, 'ModelPackageGroupDescription' | 'ManagedConfiguration'>;
}

/** Groups by ARN. */
export function groupCollection({ store }: Pick<Cloud, 'store'>): Collection<GroupRecord> {
  return store.collection('sagemaker.model-package-groups');
}

export function groupArn(cloud: Cloud, nameOrArn: string): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  return arn(cloud, 'sagemaker', `model-package-group/${nameOrArn.toLowerCase()}`);
}

/** @throws ValidationException when it does not exist */
export function findGroup(cloud: Cloud, nameOrArn: string): GroupRecord {
  const found = groupCollection(cloud).get(groupArn(cloud, nameOrArn));
  if (found !== undefined) return found;
  throw validationError(`ModelPackageGroup ${groupArn(cloud, nameOrArn)} does not exist.`);
}
