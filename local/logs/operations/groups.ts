import type {
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DescribeLogGroupsRequest,
  ListTagsForResourceRequest,
  PutRetentionPolicyRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { GroupStore } from '../group-store.ts';
import type { LogStore } from '../log-store.ts';
import { paginate } from '../paginate.ts';

export function groupOperations(groups: GroupStore, logs: LogStore): Record<string, Operation> {
  return {
    CreateLogGroup({ logGroupName = '', tags = {} }: CreateLogGroupRequest) {
      if (groups.has(logGroupName)) {
        throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      groups.add(logGroupName, tags);
      return {};
    },

    DeleteLogGroup({ logGroupName }: DeleteLogGroupRequest) {
      const { name } = groups.get(logGroupName);
      logs.remove(name);
      groups.delete(name);
      return {};
    },

    DescribeLogGroups(input: DescribeLogGroupsRequest) {
      const { logGroupNamePrefix, logGroupNamePattern, nextToken, limit = 50 } = input;
      const found = groups
        .all(logGroupNamePrefix)
        .filter(({ name }) => logGroupNamePattern === undefined || name.includes(logGroupNamePattern));
      const { items, token } = paginate(found, { nextToken, limit });
      const logGroups = items.map((group) => ({
        logGroupName: group.name,
        creationTime: group.createdAt,
        retentionInDays: group.retentionInDays,
        metricFilterCount: 0,
        arn: `${groups.arn(group)}:*`,
        logGroupArn: groups.arn(group),
        logGroupClass: 'STANDARD',
        storedBytes: logs.size(group.name),
      }));
      return { logGroups, nextToken: token };
    },

    PutRetentionPolicy({ logGroupName, retentionInDays = 0 }: PutRetentionPolicyRequest) {
      groups.set({ ...groups.get(logGroupName), retentionInDays });
      return {};
    },

    DeleteRetentionPolicy({ logGroupName }: DeleteLogGroupRequest) {
      const { retentionInDays: _removed, ...group } = groups.get(logGroupName);
      groups.set(group);
      return {};
    },

    /** There are none: the embedded AWS has no subscription filters. */
    DescribeSubscriptionFilters({ logGroupName }: DeleteLogGroupRequest) {
      groups.get(logGroupName);
      return { subscriptionFilters: [] };
    },

    TagResource({ resourceArn, tags = {} }: TagResourceRequest) {
      const group = groups.get(resourceArn);
      groups.set({ ...group, tags: { ...group.tags, ...tags } });
      return {};
    },

    UntagResource({ resourceArn, tagKeys = [] }: UntagResourceRequest) {
      const group = groups.get(resourceArn);
      const kept = Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key));
      groups.set({ ...group, tags: Object.fromEntries(kept) });
      return {};
    },

    ListTagsForResource: ({ resourceArn }: ListTagsForResourceRequest) => ({ tags: groups.get(resourceArn).tags }),
  };
}
