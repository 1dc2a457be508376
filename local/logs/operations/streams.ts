import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Operation, ServiceError } from '../../cloud.ts';
import type { GroupStore } from '../group-store.ts';
import type { LogStore } from '../log-store.ts';
import { paginate } from '../paginate.ts';

export function streamOperations(groups: GroupStore, logs: LogStore): Record<string, Operation> {
  return {
    CreateLogStream({ logGroupName, logStreamName = '' }: CreateLogStreamRequest) {
      const { name } = groups.get(logGroupName);
      if (!logs.addStream(name, logStreamName)) {
        throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      }
      return {};
    },

    DeleteLogStream({ logGroupName, logStreamName = '' }: DeleteLogStreamRequest) {
      const { name } = groups.get(logGroupName);
      requireStream(logs, name, logStreamName);
      logs.remove(name, logStreamName);
      return {};
    },

    DescribeLogStreams(input: DescribeLogStreamsRequest) {
      const group = groups.get(input.logGroupIdentifier ?? input.logGroupName);
      const { logStreamNamePrefix = '', orderBy, descending = false, nextToken, limit = 50 } = input;
      const found = logs.streams(group.name).filter(({ name }) => name.startsWith(logStreamNamePrefix));
      if (orderBy === 'LastEventTime') found.sort((left, right) => (left.lastAt ?? 0) - (right.lastAt ?? 0));
      if (descending) found.reverse();
      const { items, token } = paginate(found, { nextToken, limit });
      const logStreams = items.map(({ name, createdAt, firstAt, lastAt, ingestedAt }) => ({
        logStreamName: name,
        creationTime: createdAt,
        firstEventTimestamp: firstAt,
        lastEventTimestamp: lastAt,
        lastIngestionTime: ingestedAt,
        uploadSequenceToken: '0',
        arn: `${groups.arn(group)}:log-stream:${name}`,
        storedBytes: 0,
      }));
      return { logStreams, nextToken: token };
    },
  };
}

/** @throws ServiceError ResourceNotFoundException */
export function requireStream(logs: LogStore, group: string, name: string): void {
  if (logs.hasStream(group, name)) return;
  throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}
