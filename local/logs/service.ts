import type { CreateService } from '../cloud.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { GroupStore } from './group-store.ts';
import { type LogEvent, LogStore } from './log-store.ts';
import { eventOperations } from './operations/events.ts';
import { groupOperations } from './operations/groups.ts';
import { streamOperations } from './operations/streams.ts';

/** Amazon CloudWatch Logs. Fills the port log; lines in the embedded metric format become metrics. */
export const createLogs: CreateService = (cloud) => {
  const groups = new GroupStore(cloud);
  const logs = new LogStore(cloud);
  const ingest = (event: Pick<LogEvent, 'group' | 'stream' | 'at' | 'message'>) => {
    logs.add(event);
    for (const datum of embeddedMetrics(event.message)) cloud.metric(datum);
  };
  return {
    id: 'logs',
    operations: {
      ...groupOperations(groups, logs),
      ...streamOperations(groups, logs),
      ...eventOperations({ groups, logs, ingest }),
    },
    ports: {
      log({ group, stream, message }) {
        if (!groups.has(group)) groups.add(group);
        if (!logs.hasStream(group, stream)) logs.addStream(group, stream);
        ingest({ group, stream, message, at: cloud.clock.now() });
      },
    },
    close: () => logs.close(),
  };
};
