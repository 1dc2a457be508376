import type { PutEventsRequest } from '@aws-sdk/client-eventbridge';
import type { Cloud, Service, ServiceEvent } from '../cloud.ts';
import { archiveOperations } from './archive/archive-operations.ts';
import { ArchivedEvents } from './archive/archived-events.ts';
import { replayOperations } from './archive/replay-operations.ts';
import { Replayer } from './archive/replayer.ts';
import { busOperations } from './buses/bus-operations.ts';
import { Switchboard } from './delivery/switchboard.ts';
import { eventTime } from './event.ts';
import { testEventPattern } from './pattern/test-event-pattern.ts';
import { putEvents } from './put-events.ts';
import { ruleOperations } from './rules/rule-operations.ts';
import { targetOperations } from './rules/target-operations.ts';
import { Timetable } from './schedule/timetable.ts';
import { openShelf } from './shelf.ts';
import { tagOperations } from './tags/tag-operations.ts';

/**
 * EventBridge: buses, rules, archives and schedules. An event is written with what caused it and kept until its targets
 * have accepted it; the clock stands still meanwhile.
 */
export function createEventBridge(cloud: Cloud): Service {
  const shelf = openShelf(cloud);
  const archived = new ArchivedEvents(cloud.store);
  const switchboard = new Switchboard(cloud, shelf, archived);
  const timetable = new Timetable(cloud, shelf, switchboard);
  const parts = { cloud, shelf, archived, switchboard, timetable };
  const replayer = new Replayer(cloud, shelf, parts);
  return {
    id: 'eventbridge',
    operations: {
      PutEvents: (input: PutEventsRequest) => putEvents(parts, input),
      TestEventPattern: testEventPattern,
      ...ruleOperations(parts),
      ...targetOperations(parts),
      ...busOperations(parts),
      ...archiveOperations(parts),
      ...replayOperations(parts, replayer),
      ...tagOperations(parts),
    },
    ports: { emit: (event) => emit(event) },
    resume: () => switchboard.courier.resume(),
    close: () => switchboard.courier.close(),
  };

  function emit({ source, detailType, detail, resources }: ServiceEvent): void {
    const { account, region } = cloud;
    const id = cloud.uuid();
    const time = eventTime(cloud.clock.now());
    switchboard.put({ version: '0', id, 'detail-type': detailType, source, account, time, region, resources, detail });
  }
}
