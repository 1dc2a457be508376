import type { Cloud } from '../cloud.ts';
import type { ArchivedEvents } from './archive/archived-events.ts';
import type { Switchboard } from './delivery/switchboard.ts';
import type { Timetable } from './schedule/timetable.ts';
import type { Shelf } from './shelf.ts';

/** What the operations work with. */
export interface Parts {
  readonly cloud: Cloud;
  readonly shelf: Shelf;
  readonly archived: ArchivedEvents;
  readonly switchboard: Switchboard;
  readonly timetable: Timetable;
}
