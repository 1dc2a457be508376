import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Fault, FaultPoint } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import type { FaultRule } from './fault-rule.ts';

/** A fault in force, and how often it struck. */
export interface FaultRecord extends FaultRule {
  readonly id: string;
  readonly struck: number;
}

interface FaultTableOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Decides by `share`, so that a seed decides all. */
  readonly random: () => number;
}

/** The faults injected, oldest first; kept by the store, so that a restart does not heal anything. */
export class FaultTable {
  readonly #records: Collection<FaultRecord>;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor({ store, clock, random }: FaultTableOptions) {
    this.#records = store.collection<FaultRecord>('faults');
    this.#clock = clock;
    this.#random = random;
  }

  add(rule: FaultRule): FaultRecord {
    const record = { ...rule, id: randomUUID(), struck: 0 };
    this.#records.set(record.id, record);
    return record;
  }

  list(): FaultRecord[] {
    return this.#records.values();
  }

  remove(id: string): boolean {
    return this.#records.delete(id);
  }

  clear(): void {
    for (const { id } of this.#records.values()) this.#records.delete(id);
  }

  /** The first fault that strikes at this point, counted as having struck. */
  strike(point: FaultPoint): Fault | undefined {
    if (this.#records.size === 0) return undefined;
    const record = this.#records.values().find((candidate) => this.#strikes(candidate, point));
    if (record === undefined) return undefined;
    this.#records.set(record.id, { ...record, struck: record.struck + 1 });
    const { id, error, delayMs, drop, dropAnswer } = record;
    return {
      id,
      ...(error && { error }),
      ...(delayMs !== undefined && { delayMs }),
      ...(drop && { drop }),
      ...(dropAnswer && { dropAnswer }),
    };
  }

  #strikes({ match, share = 1, times, struck, from, until }: FaultRecord, point: FaultPoint): boolean {
    if (times !== undefined && struck >= times) return false;
    const now = this.#clock.now();
    if (from !== undefined && now < Date.parse(from)) return false;
    if (until !== undefined && now >= Date.parse(until)) return false;
    if (!matches(match.service, point.service) || !matches(match.operation, point.operation)) return false;
    const subject = Object.entries(match.subject ?? {});
    if (!subject.every(([name, pattern]) => matches(pattern, point.subject[name]))) return false;
    return share >= 1 || this.#random() < share;
  }
}

/** `*` stands for any text. */
function matches(pattern: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (!pattern.includes('*')) return pattern === text;
  const pieces = pattern.split('*').map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(text);
}
