import type { Cloud } from '../../cloud.ts';
import { validationError } from '../validation.ts';
import { findPackage, type PackageRecord } from './package-record.ts';

/**
 * The package a container names, which must be deployable.
 * @throws ValidationException when it does not exist or its ModelApprovalStatus is not Approved
 */
export function approvedPackage(cloud: Cloud, nameOrArn: string): PackageRecord {
  const found = findPackage(cloud, nameOrArn);
  if (found === undefined) throw validationError(`Model package ${nameOrArn} does not exist.`);
  const status = found.content.ModelApprovalStatus;
  // Packages outside a group have no approval.
  if (found.version === undefined || status === 'Approved') return found;
  throw validationError(
    `Model package ${found.arn} cannot be deployed: its ModelApprovalStatus is ${status}, it must be Approved.`,
  );
}
