/** Where the clock's loop waits for something to change. */
export class Turnstile {
  readonly #waiting = new Set<() => void>();

  /** Lets everybody pass who waits now. */
  open(): void {
    for (const pass of [...this.#waiting]) pass();
  }

  /** Resolves when it next opens, at the latest after `ms` real milliseconds. */
  wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const pass = () => {
        this.#waiting.delete(pass);
        clearTimeout(timeout);
        resolve();
      };
      const timeout = ms === undefined ? undefined : setTimeout(pass, Math.min(Math.max(ms, 0), 2 ** 31 - 1));
      this.#waiting.add(pass);
    });
  }
}

/** One turn of the event loop, so that arrived requests and answers are seen before time is moved. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
