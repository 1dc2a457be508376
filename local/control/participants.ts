import { randomUUID } from 'node:crypto';
import type { Clock, Release } from '../clock/clock.ts';

/** Real ms after which a participant that is awake and says nothing is taken for dead. */
export const MOST_SILENCE_MS = 15_000;

interface Participant {
  readonly label: string;
  readonly endLive: Release | undefined;
  /** Held while it is awake. */
  hold: Release | undefined;
  /** Runs while it is awake. */
  silence: NodeJS.Timeout | undefined;
  /** Ends its sleep without waking it. */
  sleep: AbortController | undefined;
}

/**
 * Programs outside that take part in virtual time. Awake, a participant holds the clock, so that all it does happens at
 * one instant; asleep, it lets time pass to the time it named. One that falls silent is dropped: it must never freeze
 * time for the others.
 */
export class Participants {
  readonly #clock: Clock;
  readonly #mostSilence: number;
  readonly #participants = new Map<string, Participant>();
  #expected: string | undefined;

  constructor(clock: Clock, mostSilence = MOST_SILENCE_MS) {
    this.#clock = clock;
    this.#mostSilence = mostSilence;
  }

  /** A new participant, awake. */
  add({ label, live }: { readonly label: string; readonly live: boolean }): string {
    const id = randomUUID();
    const endLive = live ? this.#clock.live() : undefined;
    const participant: Participant = { label, endLive, hold: undefined, silence: undefined, sleep: undefined };
    this.#participants.set(id, participant);
    this.#wake(id, participant);
    if (this.#expected !== undefined) this.remove(this.#expected);
    this.#expected = undefined;
    return id;
  }

  /** Time stands still until somebody joins, or the silence allowed is over. */
  expect(): void {
    this.#expected = this.add({ label: 'who is expected', live: false });
  }

  has(id: string): boolean {
    return this.#participants.has(id);
  }

  /** Sleeps to a virtual time. Resolves to true when awake then, to false when it was removed in its sleep. */
  async sleep(id: string, until: number): Promise<boolean> {
    const participant = this.#participants.get(id);
    if (participant === undefined) return false;
    participant.sleep?.abort();
    const sleep = new AbortController();
    participant.sleep = sleep;
    // Asleep before it lets go, so that time cannot pass the hour it named.
    const sleeping = this.#clock.sleepUntil(until, { signal: sleep.signal });
    this.#letGo(participant);
    const release = await sleeping;
    const woken = participant.sleep === sleep && !sleep.signal.aborted;
    if (woken) {
      participant.sleep = undefined;
      this.#wake(id, participant);
    }
    release();
    return woken;
  }

  remove(id: string): boolean {
    const participant = this.#participants.get(id);
    if (participant === undefined) return false;
    this.#participants.delete(id);
    participant.sleep?.abort();
    this.#letGo(participant);
    participant.endLive?.();
    return true;
  }

  close(): void {
    for (const id of [...this.#participants.keys()]) this.remove(id);
  }

  #wake(id: string, participant: Participant): void {
    participant.hold = this.#clock.hold(`participant ${participant.label}`);
    participant.silence = setTimeout(() => this.remove(id), this.#mostSilence).unref();
  }

  #letGo(participant: Participant): void {
    clearTimeout(participant.silence);
    participant.hold?.();
    participant.hold = undefined;
  }
}
