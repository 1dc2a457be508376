import { randomUUID } from 'node:crypto';
import type { Collection } from '../store/collection.ts';
import type { Store } from '../store/store.ts';

/** JSON that survives a restart. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Something that happens at a virtual time, kept in the store: after a restart it still happens. */
export interface Timer {
  readonly id: string;
  /** Virtual time, ms since the epoch. */
  readonly at: number;
  /** Which handler runs, see {@link Clock.on}. */
  readonly topic: string;
  readonly data: Json;
  /**
   * A background timer (a schedule, an alarm's next look) never makes the clock jump: with nothing else to wait for,
   * time passes at its natural pace.
   */
  readonly background: boolean;
  /** Order among timers of the same instant. */
  readonly sequence: number;
}

export type TimerRequest = Pick<Timer, 'at' | 'topic' | 'data'> & {
  readonly id?: string;
  readonly background?: boolean;
};
export type TimerHandler = (data: Json, at: number) => void | Promise<void>;
export type Release = () => void;

interface Sleeper {
  readonly at: number;
  readonly background: boolean;
  readonly sequence: number;
  readonly wake: () => void;
}

interface ClockState {
  now: number;
  sequence: number;
}

export interface ClockOptions {
  readonly store: Store;
  /** Virtual time of a new store, ms since the epoch. */
  readonly start: number;
  /** How many virtual seconds may pass in a real one while live traffic flows. */
  readonly speed?: number;
}

/**
 * The one clock of every service: a queue of timers. Time stands still while anything holds it (an invocation, a job, a
 * request), so a slow machine changes nothing but the wait; otherwise it jumps to the next timer. While somebody is
 * `live` it runs at most `speed` times real time; with only background timers left it flows at real time.
 */
export class Clock {
  readonly #timers: Collection<Timer>;
  readonly #state: Collection<ClockState>;
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #sleepers = new Set<Sleeper>();
  readonly #holds = new Map<symbol, string>();
  readonly #changed = new Set<() => void>();
  #now: number;
  #sequence: number;
  #speed: number;
  #live = 0;
  #running = false;
  #firing = false;
  /** Real time at which time began to flow by itself from `#now`. */
  #flowingSince: number | undefined;

  constructor({ store, start, speed = 60 }: ClockOptions) {
    this.#timers = store.collection<Timer>('clock.timers');
    this.#state = store.collection<ClockState>('clock.state');
    const state = this.#state.get('state') ?? { now: start, sequence: 0 };
    this.#now = state.now;
    // Timers set since time last moved are ahead of the kept state; a number given out twice would lose a timer.
    this.#sequence = this.#timers.values().reduce((last, { sequence }) => Math.max(last, sequence), state.sequence);
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    if (!(speed > 0)) throw new RangeError(`The clock's speed must be above 0, not ${speed}.`);
    this.#speed = speed;
    this.#notify();
  }

  /** Virtual time, ms since the epoch. */
  now(): number {
    if (this.#flowingSince === undefined) return this.#now;
    const flowed = this.#now + (performance.now() - this.#flowingSince);
    return Math.floor(Math.min(flowed, this.#next()?.at ?? Number.POSITIVE_INFINITY));
  }

  date(): Date {
    return new Date(this.now());
  }

  /** What keeps time from passing right now, for diagnosis. */
  holders(): string[] {
    return [...this.#holds.values()];
  }

  /** The handler of every timer of a topic. The clock waits for it, so it must not itself wait for virtual time. */
  on(topic: string, handler: TimerHandler): void {
    this.#handlers.set(topic, handler);
  }

  /** Adds a timer, or moves the one with the same id. */
  schedule({ id = randomUUID(), at, topic, data, background = false }: TimerRequest): string {
    this.#freeze();
    this.#timers.set(id, { id, at: Math.max(at, this.#now), topic, data, background, sequence: ++this.#sequence });
    this.#notify();
    return id;
  }

  cancel(id: string): void {
    this.#freeze();
    this.#timers.delete(id);
    this.#notify();
  }

  /** Keeps time from passing until the returned function is called. */
  hold(label: string): Release {
    this.#freeze();
    const token = Symbol(label);
    this.#holds.set(token, label);
    return () => {
      if (this.#holds.delete(token)) this.#notify();
    };
  }

  /** Keeps time from passing while `work` is unfinished. */
  async holding<T>(label: string, work: () => Promise<T>): Promise<T> {
    const release = this.hold(label);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Declares that live traffic flows, so that time passes at most `speed` times real time. */
  live(): Release {
    let ended = false;
    this.#live++;
    return () => {
      if (ended) return;
      ended = true;
      this.#live--;
      this.#notify();
    };
  }

  /** Resolves at a virtual time with a hold already taken, so that the sleeper acts before time goes on. Not persisted. */
  sleepUntil(at: number, { background = false }: { readonly background?: boolean } = {}): Promise<Release> {
    this.#freeze();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: Math.max(at, this.#now),
        background,
        sequence: ++this.#sequence,
        wake: () => resolve(this.hold('a sleeper that was woken')),
      };
      this.#sleepers.add(sleeper);
      this.#notify();
    });
  }

  /** Lets time pass by itself until `stop`. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#running) {
      await macrotask();
      const next = this.#next();
      if (this.#holds.size > 0 || next === undefined) await this.#change();
      else if (!this.#foreground()) await this.#flow(next.at);
      else if (this.#live > 0 && next.at > this.#now) await this.#pace(next.at);
      else await this.#fire(next);
    }
  }

  stop(): void {
    this.#running = false;
    this.#notify();
  }

  /** For tests: runs everything due up to `at`, waits for all it causes, and sets the time to `at`. */
  async advanceTo(at: number): Promise<void> {
    for (;;) {
      await this.#settle();
      const next = this.#next();
      if (next === undefined || next.at > at) break;
      await this.#fire(next);
    }
    this.#set(at);
  }

  /** For tests: runs until only background timers are left. Returns the virtual time reached. @throws after `limit` timers */
  async runUntilIdle(limit = 100_000): Promise<number> {
    for (let fired = 0; fired < limit; fired++) {
      await this.#settle();
      const next = this.#next();
      if (next === undefined || !this.#foreground()) return this.#now;
      await this.#fire(next);
    }
    throw new Error(`The clock did not come to rest within ${limit} timers; next is ${JSON.stringify(this.#next())}.`);
  }

  #next(): Timer | Sleeper | undefined {
    let first: Timer | Sleeper | undefined;
    for (const candidate of [...this.#timers.values(), ...this.#sleepers]) {
      const earlier =
        first === undefined ||
        candidate.at < first.at ||
        (candidate.at === first.at && candidate.sequence < first.sequence);
      if (earlier) first = candidate;
    }
    return first;
  }

  #foreground(): boolean {
    for (const sleeper of this.#sleepers) if (!sleeper.background) return true;
    return this.#timers.values().some((timer) => !timer.background);
  }

  async #fire(next: Timer | Sleeper): Promise<void> {
    this.#set(Math.max(next.at, this.#now));
    if ('wake' in next) {
      this.#sleepers.delete(next);
      next.wake();
      return;
    }
    const handler = this.#handlers.get(next.topic);
    if (handler === undefined) throw new Error(`No handler for timers of topic ${next.topic}.`);
    this.#firing = true;
    try {
      await handler(next.data, next.at);
      // Only now is the timer gone: a process killed inside its handler meets it again after the restart.
      if (this.#timers.get(next.id)?.sequence === next.sequence) this.#timers.delete(next.id);
    } finally {
      this.#firing = false;
      this.#notify();
    }
  }

  #set(now: number): void {
    this.#freeze();
    if (now <= this.#now && this.#state.has('state')) return;
    this.#now = Math.max(now, this.#now);
    this.#state.set('state', { now: this.#now, sequence: this.#sequence });
  }

  /** Waits until nothing holds the clock any more. */
  async #settle(): Promise<void> {
    await macrotask();
    while (this.#holds.size > 0 || this.#firing) {
      await this.#change();
      await macrotask();
    }
  }

  async #flow(until: number): Promise<void> {
    this.#flowingSince = performance.now();
    await this.#change(until - this.#now);
    const reached = this.now();
    const due = this.#next();
    this.#set(reached);
    if (due !== undefined && due.at <= this.#now && this.#holds.size === 0) await this.#fire(due);
  }

  async #pace(until: number): Promise<void> {
    const from = this.#now;
    const started = performance.now();
    const wait = (until - from) / this.#speed;
    await this.#change(wait);
    const passed = (performance.now() - started) * this.#speed;
    // A shortfall below a millisecond is a timer's rounding, not a reason to wait again.
    this.#set(Math.floor(Math.min(until, passed + this.#speed >= until - from ? until : from + passed)));
    const due = this.#next();
    if (due !== undefined && due.at <= this.#now && this.#holds.size === 0) await this.#fire(due);
  }

  #freeze(): void {
    if (this.#flowingSince === undefined) return;
    this.#now = this.now();
    this.#flowingSince = undefined;
  }

  #notify(): void {
    for (const wake of [...this.#changed]) wake();
  }

  /** Resolves at the next change of timers, holds or speed, at the latest after `ms` real milliseconds. */
  #change(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#changed.delete(done);
        clearTimeout(timeout);
        resolve();
      };
      const timeout = ms === undefined ? undefined : setTimeout(done, Math.min(Math.max(ms, 0), 2 ** 31 - 1));
      this.#changed.add(done);
    });
  }
}

/** One turn of the event loop, so that arrived requests and answers are seen before time is moved. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
