import type { Cloud } from '../../cloud.ts';
import { validationError } from '../validation.ts';
import { findPackage, type PackageRecord } from './package-record.ts';

/**
 * The package a container names, which must be deployable.
 * @throws ValidationException when it does not exist, or is a version whose ModelApprovalStatus is not Approved
 */
export function approvedPackage(cloud: Cloud, nameOrArn: string): PackageRecord {
  const found = findPackage(cloud, nameOrArn);
  const status = found.content.ModelApprovalStatus;
  // A package without a group has no approval.
  if (found.version === undefined || status === 'Approved') return found;
  throw validationError(
    `ModelPackage ${found.arn} cannot be deployed: its ModelApprovalStatus is ${status}, it must be Approved.`,
  );
}
