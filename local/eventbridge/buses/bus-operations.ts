import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  ListEventBusesRequest,
} from '@aws-sdk/client-eventbridge';
import { arn } from '../../arn.ts';
import { alreadyExists, notFound, validation } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { setTags } from '../tags/tag-operations.ts';
import { type Bus, busName, DEFAULT_BUS } from './bus.ts';

export function busOperations({ cloud, shelf }: Parts) {
  const defaultBus: Bus = { name: DEFAULT_BUS, arn: arn(cloud, 'events', `event-bus/${DEFAULT_BUS}`), createdAt: 0 };
  return {
    CreateEventBus({ Name = '', Description, Tags = [] }: CreateEventBusRequest) {
      if (!/^[\w./-]{1,256}$/.test(Name) || Name === DEFAULT_BUS)
        throw validation(`Event bus name ${Name} is not valid.`);
      if (shelf.buses.has(Name)) throw alreadyExists(`Event bus ${Name} already exists.`);
      const bus = {
        name: Name,
        arn: arn(cloud, 'events', `event-bus/${Name}`),
        description: Description,
        createdAt: cloud.clock.now(),
      };
      shelf.buses.set(Name, bus);
      setTags(shelf, bus.arn, Tags);
      return { EventBusArn: bus.arn, Description };
    },

    /** A bus that does not exist is deleted without complaint, the default bus never. */
    DeleteEventBus({ Name = '' }: DeleteEventBusRequest) {
      if (Name === DEFAULT_BUS) throw validation('Cannot delete event bus default.');
      if (shelf.rules.values().some(({ bus }) => bus === Name)) {
        throw validation(`Cannot delete event bus ${Name} while it has rules.`);
      }
      shelf.buses.delete(Name);
      return {};
    },

    DescribeEventBus({ Name }: DescribeEventBusRequest) {
      const name = busName(Name);
      const bus = name === DEFAULT_BUS ? defaultBus : shelf.buses.get(name);
      if (bus === undefined) throw notFound(`Event bus ${name} does not exist.`);
      return describe(bus);
    },

    ListEventBuses({ NamePrefix = '', ...page }: ListEventBusesRequest) {
      const all = [[DEFAULT_BUS, defaultBus] as const, ...shelf.buses.list()]
        .filter(([name]) => name.startsWith(NamePrefix))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const { items, ...next } = pageOf(all, page);
      return { EventBuses: items.map(describe), ...next };
    },
  };
}

function describe({ name, arn: Arn, description, createdAt }: Bus) {
  return {
    Name: name,
    Arn,
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(createdAt),
    ...(description !== undefined && { Description: description }),
  };
}
