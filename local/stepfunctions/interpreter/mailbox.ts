import type { Clock } from '../../clock/clock.ts';

/** At most this many messages share one commit, so that an answer does not wait for a long queue. */
const BATCH = 64;

interface Message<Turn> {
  readonly work: (turn: Turn) => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

export interface TurnTaking<Turn> {
  begin(): Turn;
  /** Lets everything that a message set going run up to where it waits. */
  settle(turn: Turn): Promise<void>;
  commit(turn: Turn): void;
}

/**
 * One message after the other, so that no two change an execution at once and no two expressions share their second.
 * Messages that have piled up share a turn and its commit. The clock is held while any is left.
 */
export class Mailbox<Turn> {
  readonly #clock: Clock;
  readonly #turns: TurnTaking<Turn>;
  #messages: Message<Turn>[] = [];
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(clock: Clock, turns: TurnTaking<Turn>) {
    this.#clock = clock;
    this.#turns = turns;
  }

  /** Runs `work` in a turn and resolves to its result once the turn is committed. Rejects with what it throws. */
  submit<T>(work: (turn: Turn) => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#messages.push({ work, done: (value) => resolve(value as T), failed: reject });
      this.#working ??= this.#drain();
    });
  }

  /** Ends after the present turn; what is left is never answered, as if the process had died. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #drain(): Promise<void> {
    const release = this.#clock.hold('the interpreter of Step Functions');
    try {
      // Later messages of the same tick join the first batch.
      await undefined;
      while (this.#messages.length > 0 && !this.#closed) await this.#turn(this.#messages.splice(0, BATCH));
    } finally {
      this.#working = undefined;
      release();
    }
  }

  async #turn(batch: readonly Message<Turn>[]): Promise<void> {
    const turn = this.#turns.begin();
    const answers: (() => void)[] = [];
    for (const { work, done, failed } of batch) {
      try {
        const value = await work(turn);
        answers.push(() => done(value));
      } catch (error) {
        answers.push(() => failed(error));
      }
    }
    try {
      await this.#turns.settle(turn);
      this.#turns.commit(turn);
    } catch (error) {
      for (const { failed } of batch) failed(error);
      return;
    }
    for (const answer of answers) answer();
  }
}
