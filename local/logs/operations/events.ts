import type { FilterLogEventsRequest, GetLogEventsRequest, PutLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../cloud.ts';
import { parseFilterPattern } from '../filter-pattern/filter-pattern.ts';
import type { GroupStore } from '../group-store.ts';
import type { LogEvent, LogStore } from '../log-store.ts';
import { requireStream } from './streams.ts';

interface EventTools {
  readonly groups: GroupStore;
  readonly logs: LogStore;
  /** Keeps a line and extracts what it embeds. */
  readonly ingest: (event: Pick<LogEvent, 'group' | 'stream' | 'at' | 'message'>) => void;
}

const PAGE = 10_000;
const DAY_MS = 86_400_000;

export function eventOperations({ groups, logs, ingest }: EventTools): Record<string, Operation> {
  /** Applies the group's retention, counted from its newest event, before it is read. */
  const readable = (nameOrArn: string | undefined): string => {
    const { name, retentionInDays } = groups.get(nameOrArn);
    if (retentionInDays === undefined) return name;
    for (const { ingestedAt } of logs.events({ group: name, newestFirst: true })) {
      logs.expire(name, ingestedAt - retentionInDays * DAY_MS);
      break;
    }
    return name;
  };

  return {
    PutLogEvents({ logGroupName, logStreamName = '', logEvents = [] }: PutLogEventsRequest) {
      const { name: group } = groups.get(logGroupName);
      requireStream(logs, group, logStreamName);
      for (const { timestamp = 0, message = '' } of logEvents) {
        ingest({ group, stream: logStreamName, at: timestamp, message });
      }
      logs.flush();
      return { nextSequenceToken: '0' };
    },

    /** Forward tokens are `f/<id>`, backward tokens `b/<id>`: the last event seen in that direction. */
    GetLogEvents(input: GetLogEventsRequest) {
      const group = readable(input.logGroupIdentifier ?? input.logGroupName);
      const { logStreamName = '', startTime, endTime, nextToken, startFromHead = false, limit = PAGE } = input;
      requireStream(logs, group, logStreamName);
      const [, direction, from] = /^([fb])\/(\d+)$/.exec(nextToken ?? '') ?? [];
      const newestFirst = direction === undefined ? !startFromHead : direction === 'b';
      const events = logs.events({
        group,
        streams: [logStreamName],
        newestFirst,
        ...range(startTime, endTime),
        ...(from === undefined ? {} : { beyond: Number(from) }),
      });
      const page = events.take(limit).toArray();
      if (newestFirst) page.reverse();
      return {
        events: page.map(({ at, ingestedAt, message }) => ({ timestamp: at, ingestionTime: ingestedAt, message })),
        nextForwardToken: `f/${page.at(-1)?.id ?? from ?? 0}`,
        nextBackwardToken: `b/${page[0]?.id ?? from ?? 0}`,
      };
    },

    FilterLogEvents(input: FilterLogEventsRequest) {
      const group = readable(input.logGroupIdentifier ?? input.logGroupName);
      const {
        logStreamNames,
        logStreamNamePrefix,
        startTime,
        endTime,
        filterPattern = '',
        nextToken,
        limit = PAGE,
      } = input;
      const matches = parseFilterPattern(filterPattern);
      const skip = nextToken === undefined ? 0 : Number(nextToken);
      const found = logs
        .events({
          group,
          ...(logStreamNames === undefined ? {} : { streams: logStreamNames }),
          ...range(startTime, endTime),
        })
        .filter(({ stream, message }) => stream.startsWith(logStreamNamePrefix ?? '') && matches(message))
        .drop(skip)
        .take(limit + 1)
        .toArray();
      const events = found.slice(0, limit).map(({ id, stream, at, ingestedAt, message }) => ({
        eventId: String(id),
        logStreamName: stream,
        timestamp: at,
        ingestionTime: ingestedAt,
        message,
      }));
      const more = found.length > limit ? { nextToken: String(skip + limit) } : {};
      return { events, searchedLogStreams: [], ...more };
    },
  };
}

function range(startTime: number | undefined, endTime: number | undefined): { from?: number; until?: number } {
  return {
    ...(startTime === undefined ? {} : { from: startTime }),
    ...(endTime === undefined ? {} : { until: endTime }),
  };
}
