import type { DescribeReplayRequest, ListReplaysRequest, StartReplayRequest } from '@aws-sdk/client-eventbridge';
import { arn } from '../../arn.ts';
import { busName } from '../buses/bus.ts';
import { alreadyExists, notFound, validation } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import type { Replay } from './archive.ts';
import type { Replayer } from './replayer.ts';

export function replayOperations({ cloud, shelf }: Parts, replayer: Replayer) {
  return {
    /** Replays go to the bus the events came from. Error sentences: recorded on AWS 2024-05. */
    StartReplay(input: StartReplayRequest) {
      const { ReplayName: name = '', EventSourceArn = '', EventStartTime, EventEndTime, Destination } = input;
      if (shelf.replays.has(name)) throw alreadyExists(`Replay ${name} already exists.`);
      const archive = shelf.archives.values().find((candidate) => candidate.arn === EventSourceArn);
      if (archive === undefined) {
        const archiveName = EventSourceArn.split('archive/').at(-1);
        throw validation(`Parameter EventSourceArn is not valid. Reason: Archive ${archiveName} does not exist.`);
      }
      const from = EventStartTime?.getTime() ?? 0;
      const to = EventEndTime?.getTime() ?? 0;
      if (from >= to) {
        throw validation('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');
      }
      if (busName(Destination?.Arn) !== archive.bus) {
        throw validation('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
      }
      const replay: Replay = {
        name,
        arn: arn(cloud, 'events', `replay/${name}`),
        archiveArn: archive.arn,
        bus: archive.bus,
        busArn: archive.busArn,
        filterArns: Destination?.FilterArns ?? [],
        from,
        to,
        description: input.Description,
        startedAt: cloud.clock.now(),
        state: 'STARTING',
      };
      cloud.store.transaction(() => {
        shelf.replays.set(name, replay);
        replayer.begin(name);
      });
      return { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: new Date(replay.startedAt) };
    },

    DescribeReplay({ ReplayName = '' }: DescribeReplayRequest) {
      const replay = shelf.replays.get(ReplayName);
      if (replay === undefined) throw notFound(`Replay ${ReplayName} does not exist.`);
      return {
        ...summary(replay),
        ReplayArn: replay.arn,
        Destination: { Arn: replay.busArn, FilterArns: replay.filterArns },
        ...(replay.description !== undefined && { Description: replay.description }),
      };
    },

    ListReplays({ NamePrefix = '', State, EventSourceArn, ...page }: ListReplaysRequest) {
      const all = shelf.replays
        .list({ prefix: NamePrefix })
        .filter(
          ([, { state, archiveArn }]) => (State ?? state) === state && (EventSourceArn ?? archiveArn) === archiveArn,
        );
      const { items, ...next } = pageOf(all, page);
      return { Replays: items.map(summary), ...next };
    },
  };
}

function summary({ name, archiveArn, state, from, to, startedAt, endedAt, lastReplayed }: Replay) {
  return {
    ReplayName: name,
    EventSourceArn: archiveArn,
    State: state,
    EventStartTime: new Date(from),
    EventEndTime: new Date(to),
    ReplayStartTime: new Date(startedAt),
    ...(endedAt !== undefined && { ReplayEndTime: new Date(endedAt) }),
    ...(lastReplayed !== undefined && { EventLastReplayedTime: new Date(lastReplayed) }),
  };
}
