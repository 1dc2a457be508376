import type { ListModelPackagesInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { listPage } from '../list-page.ts';
import { summarizePackage } from './describe-package.ts';
import { findGroup } from './group-record.ts';
import { type PackageRecord, packageCollection } from './package-record.ts';

/** ListModelPackages: the versions of a group, or without one the packages outside groups unless ModelPackageType says more. */
export function listPackages(cloud: Cloud, input: ListModelPackagesInput) {
  const group = input.ModelPackageGroupName === undefined ? undefined : findGroup(cloud, input.ModelPackageGroupName);
  const type = group === undefined ? (input.ModelPackageType ?? 'Unversioned') : 'Versioned';
  const chosen = packageCollection(cloud)
    .values()
    .filter((record) => type === 'Both' || (record.version === undefined) === (type === 'Unversioned'))
    .filter((record) => group === undefined || record.name === group.name)
    .filter((record) => [undefined, record.content.ModelApprovalStatus].includes(input.ModelApprovalStatus));
  const { page, ...rest } = listPage(chosen.map(inVersionOrder), input, { sortOrder: 'Ascending' });
  return { ModelPackageSummaryList: page.map(({ record }) => summarizePackage(record)), ...rest };
}

/** Versions created in the same instant follow each other by number: 10 after 9, not after 1. */
function inVersionOrder(record: PackageRecord) {
  const order = `${record.name}/${String(record.version ?? 0).padStart(10, '0')}`;
  return { name: record.name, arn: order, createdAt: record.createdAt, record };
}
