import type { Collection } from '../store/collection.ts';

interface ClockState {
  readonly now: number;
  readonly sequence: number;
}

/** The virtual time and the last number given out, as the store holds them. */
export class KeptTime {
  readonly #state: Collection<ClockState>;
  #kept: number;

  constructor(state: Collection<ClockState>) {
    this.#state = state;
    this.#kept = state.get('state')?.now ?? Number.NEGATIVE_INFINITY;
  }

  /** What a clock begins with: the kept time, else `start`. */
  read(start: number): ClockState {
    return this.#state.get('state') ?? { now: start, sequence: 0 };
  }

  /** Has no effect when as late a time is kept already; `lead` ms more are kept then, to be spared the next writes. */
  keep({ now, sequence }: ClockState, lead = 0): void {
    if (now <= this.#kept) return;
    this.#kept = Math.ceil(now) + lead;
    this.#state.set('state', { now: this.#kept, sequence });
  }
}
