import type { Clock, Release } from '../clock/clock.ts';

/** Real time after the last request during which traffic still counts as flowing. */
const LINGER_MS = 200;

/**
 * Declares live traffic while requests come in, so that a deployment's bakes pass at the clock's speed under load and
 * are jumped over without. A request does not hold the clock: under steady load time would then never pass.
 */
export class LiveTraffic {
  readonly #clock: Clock;
  #release: Release | undefined;
  #lastRequest = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called with every request. */
  touch(): void {
    this.#lastRequest = performance.now();
    if (this.#release !== undefined) return;
    this.#release = this.#clock.live();
    this.#watch(LINGER_MS);
  }

  #watch(ms: number): void {
    setTimeout(() => {
      const left = this.#lastRequest + LINGER_MS - performance.now();
      if (left > 1) return this.#watch(left);
      this.#release?.();
      this.#release = undefined;
    }, ms).unref();
  }
}
