import type { HistoryItemType } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';
import type { Alarm } from './alarm.ts';

export interface HistoryItem {
  readonly alarm: string;
  readonly alarmType: 'MetricAlarm' | 'CompositeAlarm';
  readonly type: HistoryItemType;
  readonly summary: string;
  readonly data: string;
  readonly at: number;
}

/** Items kept over all alarms. */
const KEPT = 5_000;

/** What happened to alarms, the newest last; the oldest items give way. */
export class AlarmHistory {
  readonly #cloud: Cloud;
  readonly #items: Collection<HistoryItem>;
  #first: number;
  #next: number;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#items = cloud.store.collection('cloudwatch.history');
    const numbers = this.#items.list().map(([key]) => Number(key));
    this.#first = numbers[0] ?? 0;
    this.#next = (numbers.at(-1) ?? -1) + 1;
  }

  add(
    { name, kind }: Pick<Alarm, 'name' | 'kind'>,
    item: Pick<HistoryItem, 'type' | 'summary'> & { data: object },
  ): void {
    const alarmType = kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
    const { type, summary } = item;
    const data = JSON.stringify({ version: '1.0', ...item.data });
    const at = this.#cloud.clock.now();
    this.#items.set(keyOf(this.#next++), { alarm: name, alarmType, type, summary, data, at });
    if (this.#next - this.#first > KEPT) this.#items.delete(keyOf(this.#first++));
  }

  /** Oldest first. */
  all(): HistoryItem[] {
    return this.#items.list().map(([, item]) => item);
  }
}

function keyOf(number: number): string {
  return String(number).padStart(12, '0');
}
