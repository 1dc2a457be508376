import type { Collection } from '../store/collection.ts';
import { Heap } from './heap.ts';
import type { Sleeper, Timer } from './timer.ts';

/** Everything that waits for a virtual time: timers, which the store keeps, and sleepers, which live in this process. */
export class Schedule {
  readonly #timers: Collection<Timer>;
  readonly #sleepers = new Set<Sleeper>();
  readonly #queue = new Heap<Timer | Sleeper>();
  #foreground = 0;
  /** Which state of the collection the queue was made from; a rolled back transaction makes another. */
  #generation = -1;

  constructor(timers: Collection<Timer>) {
    this.#timers = timers;
  }

  /** How many, leaving out those in the background. */
  get foreground(): number {
    this.#follow();
    return this.#foreground;
  }

  get(id: string): Timer | undefined {
    return this.#timers.get(id);
  }

  /** Adds a timer, or moves the one with the same id. */
  add(timer: Timer): void {
    this.#follow();
    this.#count(this.#timers.get(timer.id), -1);
    this.#timers.set(timer.id, timer);
    this.#count(timer, 1);
    this.#queue.push(timer);
    // Moved timers leave their old places behind; the queue is made anew before those outnumber the others.
    if (this.#queue.size > 2 * (this.#timers.size + this.#sleepers.size) + 64) this.#generation = -1;
  }

  cancel(id: string): void {
    this.#follow();
    this.#count(this.#timers.get(id), -1);
    this.#timers.delete(id);
  }

  addSleeper(sleeper: Sleeper): void {
    this.#follow();
    this.#sleepers.add(sleeper);
    this.#count(sleeper, 1);
    this.#queue.push(sleeper);
  }

  endSleeper(sleeper: Sleeper): void {
    this.#follow();
    sleeper.ended = true;
    if (this.#sleepers.delete(sleeper)) this.#count(sleeper, -1);
  }

  /** The next due. */
  next(): Timer | Sleeper | undefined {
    this.#follow();
    for (;;) {
      const first = this.#queue.peek();
      if (first === undefined || this.#isCurrent(first)) return first;
      this.#queue.pop();
    }
  }

  #isCurrent(entry: Timer | Sleeper): boolean {
    return 'wake' in entry ? !entry.ended : this.#timers.get(entry.id)?.sequence === entry.sequence;
  }

  #count(entry: Timer | Sleeper | undefined, change: 1 | -1): void {
    if (entry?.background === false) this.#foreground += change;
  }

  #follow(): void {
    if (this.#generation === this.#timers.generation) return;
    this.#generation = this.#timers.generation;
    this.#foreground = 0;
    const all = [...this.#timers.values(), ...this.#sleepers];
    for (const entry of all) this.#count(entry, 1);
    this.#queue.replace(all);
  }
}
