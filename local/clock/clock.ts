import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { Flow } from './flow.ts';
import { Handlers } from './handlers.ts';
import { KeptTime } from './kept-time.ts';
import { Schedule } from './schedule.ts';
import type { Release, Sleeper, Timer, TimerHandler, TimerRequest } from './timer.ts';
import { macrotask, Turnstile } from './turnstile.ts';

export type { Json, Release, Timer, TimerHandler, TimerRequest } from './timer.ts';

/** How time passes right now. */
export type ClockMode = 'stepped' | 'held' | 'jumping' | 'live' | 'flowing';

export interface ClockOptions {
  readonly store: Store;
  /** Virtual time of a new store, ms since the epoch. */
  readonly start: number;
  /** How many virtual seconds may pass in a real one while live traffic flows. */
  readonly speed?: number;
  /** Hears of handlers that failed while time passes by itself; without it the failure ends {@link Clock.run}. */
  readonly onError?: (error: unknown, timer: Timer) => void;
}

/** While time flows the store holds a time so far ahead, so that a restart never goes back behind what was seen. */
const LEAD_MS = 1_000;

/**
 * The one clock of every service: a queue of timers. Time stands still while anything holds it (an invocation, a job, a
 * request), so a slow machine changes nothing but the wait; otherwise it jumps to the next timer. While somebody is
 * `live` it runs at most `speed` times real time; with only background timers left it flows at real time.
 */
export class Clock {
  readonly #schedule: Schedule;
  readonly #keptTime: KeptTime;
  readonly #handlers = new Handlers();
  readonly #holds = new Map<symbol, string>();
  readonly #turnstile = new Turnstile();
  readonly #flow = new Flow();
  readonly #onError: ClockOptions['onError'];
  /** While it flows, where the flow began. It may be a fraction. */
  #now: number;
  #sequence: number;
  #speed: number;
  #live = 0;
  /** How many wait to be brought to a time by jumping, live or not. */
  #hurried = 0;
  #running = false;
  #firing = false;

  constructor({ store, start, speed = 60, onError }: ClockOptions) {
    const timers = store.collection<Timer>('clock.timers');
    this.#schedule = new Schedule(timers);
    this.#keptTime = new KeptTime(store.collection('clock.state'));
    const { now, sequence } = this.#keptTime.read(start);
    this.#now = now;
    this.#sequence = timers.values().reduce((last, timer) => Math.max(last, timer.sequence), sequence);
    this.#speed = speed;
    this.#onError = onError;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    if (!(speed > 0)) throw new RangeError(`The clock's speed must be above 0, not ${speed}.`);
    this.#freeze();
    this.#speed = speed;
    this.#turnstile.open();
  }

  get mode(): ClockMode {
    if (!this.#running) return 'stepped';
    if (this.#holds.size > 0 || this.#firing) return 'held';
    if (this.#jumps()) return 'jumping';
    return this.#live > 0 ? 'live' : 'flowing';
  }

  /** Virtual time, ms since the epoch. */
  now(): number {
    return Math.floor(this.#flow.reached(this.#limit()) ?? this.#now);
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
    const sequence = ++this.#sequence;
    this.#schedule.add({ id, at: Math.max(at, this.now()), topic, data, background, sequence });
    this.#turnstile.open();
    return id;
  }

  cancel(id: string): void {
    this.#freeze();
    this.#schedule.cancel(id);
    this.#turnstile.open();
  }

  /** Keeps time from passing until the returned function is called. */
  hold(label: string): Release {
    this.#freeze();
    const token = Symbol(label);
    this.#holds.set(token, label);
    return () => {
      if (this.#holds.delete(token) && this.#holds.size === 0) this.#turnstile.open();
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
    if (this.#live++ === 0) {
      this.#freeze();
      this.#flow.settle();
      this.#turnstile.open();
    }
    return () => {
      if (ended) return;
      ended = true;
      this.#live--;
      this.#freeze();
      this.#turnstile.open();
    };
  }

  /**
   * Resolves at a virtual time with a hold already taken, so that the sleeper acts before time goes on. Not persisted.
   * When the signal fires first it resolves without a hold.
   */
  sleepUntil(
    at: number,
    { background = false, signal }: { readonly background?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<Release> {
    this.#freeze();
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#schedule.endSleeper(sleeper);
        this.#turnstile.open();
        resolve(() => {});
      };
      const wake = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(this.hold('a sleeper that was woken'));
      };
      const sequence = ++this.#sequence;
      const sleeper: Sleeper = { at: Math.max(at, this.now()), background, sequence, wake, ended: false };
      this.#schedule.addSleeper(sleeper);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
      this.#turnstile.open();
    });
  }

  /** Lets time pass by itself until `stop`. Rejects when a handler fails and nobody listens to errors. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        await macrotask();
        if (!this.#running) break;
        const next = this.#schedule.next();
        if (this.#holds.size > 0) await this.#turnstile.wait();
        else if (next !== undefined && (this.#jumps() || next.at <= this.#now)) await this.#fire(next);
        else await this.#pass(next?.at);
      }
    } finally {
      this.#running = false;
      this.#freeze();
      this.#keptTime.keep({ now: this.#now, sequence: this.#sequence });
    }
  }

  stop(): void {
    this.#running = false;
    this.#turnstile.open();
  }

  /**
   * Runs everything due up to `at`, waits for all it causes, and sets the time to `at`. While time passes by itself it
   * is hurried along; otherwise it is stepped, as in tests.
   */
  async advanceTo(at: number): Promise<void> {
    if (this.#running) return this.#hurryTo(at);
    for (;;) {
      await this.#settle();
      const next = this.#schedule.next();
      if (next === undefined || next.at > at) break;
      await this.#fire(next);
    }
    this.#set(at);
  }

  /** For tests: runs until only background timers are left. Returns the virtual time reached. @throws after `limit` timers */
  async runUntilIdle(limit = 100_000): Promise<number> {
    if (this.#running) throw new Error('The clock runs by itself; stop it before it is stepped.');
    for (let fired = 0; fired < limit; fired++) {
      await this.#settle();
      const next = this.#schedule.next();
      if (next === undefined || this.#schedule.foreground === 0) return this.now();
      await this.#fire(next);
    }
    const next = JSON.stringify(this.#schedule.next());
    throw new Error(`The clock did not come to rest within ${limit} timers; next is ${next}.`);
  }

  async #hurryTo(at: number): Promise<void> {
    this.#hurried++;
    const release = await this.sleepUntil(at);
    this.#hurried--;
    release();
  }

  #jumps(): boolean {
    return this.#hurried > 0 || (this.#live === 0 && this.#schedule.foreground > 0);
  }

  #limit(): number {
    return this.#schedule.next()?.at ?? Number.POSITIVE_INFINITY;
  }

  async #fire(next: Timer | Sleeper): Promise<void> {
    this.#set(next.at);
    if ('wake' in next) {
      this.#schedule.endSleeper(next);
      next.wake();
      return;
    }
    this.#firing = true;
    try {
      await this.#handlers.run(next).catch((error) => {
        if (this.#onError === undefined || !this.#running) throw error;
        this.#onError(error, next);
      });
      // Only now is the timer gone: a process killed inside its handler meets it again after the restart.
      if (this.#schedule.get(next.id)?.sequence === next.sequence) this.#schedule.cancel(next.id);
    } finally {
      this.#firing = false;
      this.#turnstile.open();
    }
  }

  /** Sets a later time; it was not seen before it is kept. */
  #set(now: number): void {
    this.#freeze();
    this.#now = Math.max(now, this.#now);
    this.#keptTime.keep({ now: this.#now, sequence: this.#sequence });
  }

  /** Waits until nothing holds the clock any more. */
  async #settle(): Promise<void> {
    await macrotask();
    while (this.#holds.size > 0 || this.#firing) {
      await this.#turnstile.wait();
      await macrotask();
    }
  }

  /** Lets time move until the next timer is due or something changes. */
  async #pass(until: number | undefined): Promise<void> {
    const live = this.#live > 0;
    const rate = live ? this.#speed : 1;
    const credit = this.#flow.start(this.#now, { rate, catchUp: live });
    const wait = until === undefined ? undefined : (until - this.#now) / rate - credit;
    if (wait === undefined || wait > 0) await this.#turnstile.wait(wait);
    this.#freeze();
  }

  #freeze(): void {
    const reached = this.#flow.stop(this.#limit());
    if (reached === undefined) return;
    this.#now = Math.max(this.#now, reached);
    this.#keptTime.keep({ now: this.#now, sequence: this.#sequence }, LEAD_MS);
  }
}
