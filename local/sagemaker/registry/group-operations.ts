import type {
  CreateModelPackageGroupInput,
  DeleteModelPackageGroupInput,
  DescribeModelPackageGroupInput,
  DescribeModelPackageGroupOutput,
  ListModelPackageGroupsInput,
  ModelPackageGroupSummary,
} from '@aws-sdk/client-sagemaker';
import { type Call, type Cloud, ServiceError } from '../../cloud.ts';
import { listPage } from '../list-page.ts';
import { openTags } from '../tags.ts';
import { atMost, required, requireName, validationError } from '../validation.ts';
import { findGroup, type GroupRecord, groupArn, groupCollection } from './group-record.ts';
import { packageCollection } from './package-record.ts';
import { userContext } from './user-context.ts';

/** CreateModelPackageGroup, DescribeModelPackageGroup, ListModelPackageGroups, DeleteModelPackageGroup. */
export function createGroupOperations(cloud: Cloud) {
  const groups = groupCollection(cloud);
  const tags = openTags(cloud);
  const find = (name: string | undefined) => findGroup(cloud, required(name, 'modelPackageGroupName'));

  return {
    CreateModelPackageGroup({ Tags, ModelPackageGroupName, ...content }: CreateModelPackageGroupInput, call: Call) {
      const name = requireName(ModelPackageGroupName, 'modelPackageGroupName');
      atMost(content.ModelPackageGroupDescription, 1024, 'modelPackageGroupDescription');
      const arn = groupArn(cloud, name);
      if (groups.has(arn)) throw validationError(`Model Package Group already exists: ${arn}`);
      tags.set(arn, Tags);
      const createdAt = cloud.clock.now();
      groups.set(arn, { name, arn, createdAt, createdBy: call.caller, lastVersion: 0, content });
      return { ModelPackageGroupArn: arn };
    },

    DescribeModelPackageGroup(input: DescribeModelPackageGroupInput): DescribeModelPackageGroupOutput {
      const group = find(input.ModelPackageGroupName);
      return { ...summarize(group), CreatedBy: userContext(cloud, group.createdBy) };
    },

    ListModelPackageGroups(input: ListModelPackageGroupsInput) {
      const { page, ...rest } = listPage(groups.values(), input, { sortOrder: 'Ascending' });
      return { ModelPackageGroupSummaryList: page.map(summarize), ...rest };
    },

    DeleteModelPackageGroup(input: DeleteModelPackageGroupInput) {
      const group = find(input.ModelPackageGroupName);
      const versions = packageCollection(cloud).list({ prefix: `${versionPrefix(group)}/`, limit: 1 });
      if (versions.length > 0) {
        throw new ServiceError(
          'ConflictException',
          `Model Package Group ${group.arn} cannot be deleted because it contains Model Packages.`,
        );
      }
      cloud.store.transaction(() => {
        groups.delete(group.arn);
        tags.remove(group.arn);
      });
      return {};
    },
  };
}

/** What the ARNs of a group's versions begin with. */
export function versionPrefix({ arn }: GroupRecord): string {
  return arn.replace(':model-package-group/', ':model-package/');
}

function summarize({ name, arn, createdAt, content }: GroupRecord): ModelPackageGroupSummary {
  return {
    ...content,
    ModelPackageGroupName: name,
    ModelPackageGroupArn: arn,
    CreationTime: new Date(createdAt),
    ModelPackageGroupStatus: 'Completed',
  };
}
