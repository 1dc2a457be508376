import type { CreateModelPackageInput } from '@aws-sdk/client-sagemaker';
import { type Call, type Cloud, ServiceError } from '../../cloud.ts';
import { openTags } from '../tags.ts';
import { requireName, validationError } from '../validation.ts';
import { checkPackage, checkToken } from './check-package.ts';
import { versionPrefix } from './group-operations.ts';
import { findGroup, groupCollection } from './group-record.ts';
import { emitPackageEvent } from './package-events.ts';
import { type PackageContent, type PackageRecord, packageArn, packageCollection } from './package-record.ts';

/**
 * CreateModelPackage: the next version of a group, or a package of its own. The same ClientToken with the same content gives
 * the same package again.
 */
export function createPackage(cloud: Cloud, input: CreateModelPackageInput, { caller }: Call) {
  const { Tags, ClientToken, ModelPackageName, ModelPackageGroupName, ...content } = input;
  checkToken(ClientToken);
  checkPackage(content);
  if (ModelPackageName !== undefined && ModelPackageGroupName !== undefined) {
    throw validationError(
      'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
    );
  }
  const known = repeated(cloud, input, content);
  if (known !== undefined) return { ModelPackageArn: known.arn };
  const base = {
    createdAt: cloud.clock.now(),
    createdBy: caller,
    ...(ClientToken === undefined ? {} : { creationToken: ClientToken, created: content }),
  };
  const record =
    ModelPackageGroupName === undefined
      ? addPackage(cloud, { ...base, content, name: requireName(ModelPackageName, 'modelPackageName') }, Tags)
      : addVersion(cloud, ModelPackageGroupName, { ...base, content, tagged: Tags !== undefined && Tags.length > 0 });
  emitPackageEvent(cloud, record);
  return { ModelPackageArn: record.arn };
}

/** @throws ConflictException when the token was used for something else */
function repeated(cloud: Cloud, input: CreateModelPackageInput, content: PackageContent): PackageRecord | undefined {
  if (input.ClientToken === undefined) return undefined;
  const known = packageCollection(cloud)
    .values()
    .find(({ creationToken }) => creationToken === input.ClientToken);
  if (known === undefined) return undefined;
  const group = input.ModelPackageGroupName?.split('/').at(-1);
  const asked = (input.ModelPackageName ?? group)?.toLowerCase();
  if (asked === known.name.toLowerCase() && JSON.stringify(known.created) === JSON.stringify(content)) return known;
  throw new ServiceError(
    'ConflictException',
    `The ClientToken ${input.ClientToken} was used to create ${known.arn} with other parameters.`,
  );
}

type NewPackage = Omit<PackageRecord, 'arn'>;

function addPackage(cloud: Cloud, fresh: NewPackage, tags: CreateModelPackageInput['Tags']): PackageRecord {
  const arn = packageArn(cloud, fresh.name);
  if (packageCollection(cloud).has(arn)) throw validationError(`Model Package already exists: ${arn}`);
  openTags(cloud).set(arn, tags);
  const record = { ...fresh, arn };
  packageCollection(cloud).set(arn, record);
  return record;
}

type NewVersion = Omit<NewPackage, 'name'> & { readonly tagged: boolean };

function addVersion(cloud: Cloud, groupName: string, { tagged, ...fresh }: NewVersion): PackageRecord {
  if (tagged) {
    throw validationError(
      'Tags are not supported for a model package in a group; tag the model package group instead.',
    );
  }
  const group = findGroup(cloud, groupName);
  const version = group.lastVersion + 1;
  const record: PackageRecord = {
    ...fresh,
    arn: `${versionPrefix(group)}/${version}`,
    name: group.name,
    version,
    content: { ModelApprovalStatus: 'PendingManualApproval', ...fresh.content },
  };
  cloud.store.transaction(() => {
    groupCollection(cloud).set(group.arn, { ...group, lastVersion: version });
    packageCollection(cloud).set(record.arn, record);
  });
  return record;
}
