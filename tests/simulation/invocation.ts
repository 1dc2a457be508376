import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Release } from '../../local/clock/clock.ts';

/** When a function dies: at its n-th call of AWS, before or after the call has its effect. */
export interface Death {
  readonly call: number;
  readonly after: boolean;
}

/** Nothing a dead sandbox does reaches anybody. */
export class SandboxDiedError extends Error {
  override readonly name = 'SandboxDiedError';
}

/**
 * One run of a function in this process. Its calls of AWS take virtual time, drawn from the seed, so that the calls of several
 * functions that run at once come in an order that the seed decides. In between it holds the clock.
 */
export class Invocation {
  readonly #clock: Clock;
  readonly #death: Death | undefined;
  readonly #dies: () => void;
  #holds: Release[] = [];
  #calls = 0;
  #dead = false;
  /** Resolves when it dies. */
  readonly died: Promise<void>;
  /** Reads and writes files, whose time is real: it runs in one piece. */
  readonly inOnePiece: boolean;

  constructor(clock: Clock, { death, inOnePiece }: { death: Death | undefined; inOnePiece: boolean }) {
    this.#clock = clock;
    this.#death = death;
    this.inOnePiece = inOnePiece;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.died = promise;
    this.#dies = resolve;
    this.#holds.push(clock.hold('an invocation'));
    if (!inOnePiece) this.#letGoSoon();
  }

  /** A call of AWS that takes so many virtual ms. @throws SandboxDiedError */
  async call<T>(milliseconds: number, send: () => Promise<T>): Promise<T> {
    this.#calls += 1;
    const mine = this.#calls;
    if (this.#mustDie(mine, false)) throw this.#die();
    if (!this.inOnePiece) {
      this.#letGo();
      this.#holds.push(await this.#clock.sleepUntil(this.#clock.now() + milliseconds));
    }
    try {
      if (this.#mustDie(mine, false)) throw this.#die();
      const answer = await send();
      if (this.#mustDie(mine, true)) throw this.#die();
      return answer;
    } finally {
      if (!this.inOnePiece) this.#letGoSoon();
    }
  }

  get isDead(): boolean {
    return this.#dead;
  }

  end(): void {
    this.#letGo();
  }

  /** Whether it is dead at its n-th call, before the call or after it. */
  #mustDie(call: number, after: boolean): boolean {
    const death = this.#death;
    if (this.#dead) return true;
    return death !== undefined && call === death.call && death.after === after;
  }

  #die(): SandboxDiedError {
    this.#dead = true;
    this.#dies();
    return new SandboxDiedError('The sandbox is dead.');
  }

  #letGo(): void {
    for (const release of this.#holds.splice(0)) release();
  }

  /** What follows an answer without another call of AWS runs in microtasks, so two turns are enough for it. */
  #letGoSoon(): void {
    const held = [...this.#holds];
    setImmediate(() =>
      setImmediate(() => {
        for (const release of held) release();
      }),
    );
  }
}

/** The invocation that a call of AWS is made by. */
export const currentInvocation = new AsyncLocalStorage<Invocation>();
