/** Real time by which moving time may catch up on what was held back, in ms. */
const MOST_CREDIT = 1_000;

/**
 * Time that passes by itself at a rate, as a function of real time. It may make up for real time spent standing still
 * (an answered request, a timer that woke late), so that its rate holds over all.
 */
export class Flow {
  readonly #realNow: () => number;
  #moving: { readonly virtual: number; readonly real: number; readonly rate: number } | undefined;
  #stoppedAt = 0;

  /** `realNow` tells real time in ms, from any beginning. */
  constructor(realNow: () => number = () => performance.now()) {
    this.#realNow = realNow;
  }

  /** Begins to move from a virtual time. Returns the real ms of credit it starts with. */
  start(virtual: number, { rate, catchUp }: { rate: number; catchUp: boolean }): number {
    const real = this.#realNow();
    const credit = catchUp ? Math.min(Math.max(real - this.#stoppedAt, 0), MOST_CREDIT) : 0;
    this.#moving = { virtual, real: real - credit, rate };
    return credit;
  }

  /** The virtual time reached, at most `limit`; undefined while it stands still. */
  reached(limit: number): number | undefined {
    if (this.#moving === undefined) return undefined;
    const { virtual, real, rate } = this.#moving;
    return Math.max(virtual, Math.min(virtual + (this.#realNow() - real) * rate, limit));
  }

  /** Stands still and returns the virtual time reached; what went beyond `limit` is credit. */
  stop(limit: number): number | undefined {
    const reached = this.reached(limit);
    if (reached === undefined || this.#moving === undefined) return undefined;
    const { virtual, real, rate } = this.#moving;
    this.#stoppedAt = reached < limit ? this.#realNow() : real + (limit - virtual) / rate;
    this.#moving = undefined;
    return reached;
  }

  /** Forgets the credit. */
  settle(): void {
    this.#stoppedAt = this.#realNow();
  }
}
