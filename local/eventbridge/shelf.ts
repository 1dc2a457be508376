import type { Cloud } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import type { Archive, Replay } from './archive/archive.ts';
import type { Bus } from './buses/bus.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Rule } from './rules/rule.ts';

/** Everything EventBridge keeps: rules by `<bus>/<name>`, the rest by name or id. Archived events are in their own table. */
export interface Shelf {
  readonly buses: Collection<Bus>;
  readonly rules: Collection<Rule>;
  readonly deliveries: Collection<Delivery>;
  readonly archives: Collection<Archive>;
  readonly replays: Collection<Replay>;
  readonly tags: Collection<Readonly<Record<string, string>>>;
}

export function openShelf({ store }: Pick<Cloud, 'store'>): Shelf {
  return {
    buses: store.collection('eventbridge.buses'),
    rules: store.collection('eventbridge.rules'),
    deliveries: store.collection('eventbridge.deliveries'),
    archives: store.collection('eventbridge.archives'),
    replays: store.collection('eventbridge.replays'),
    tags: store.collection('eventbridge.tags'),
  };
}
