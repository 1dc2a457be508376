import { availableParallelism } from 'node:os';
import type { Outcome, Sandbox } from './sandbox.ts';

/** Processes per function version; further invocations wait for their turn. */
const SANDBOXES = Math.max(2, availableParallelism());
/** Real ms after which an idle process is ended. */
const IDLE_MS = 10 * 60_000;

/** Either a sandbox with its handler loaded (`initMs` if that was done just now), or why there is none. */
export type Lease = { readonly sandbox: Sandbox; readonly initMs?: number } | { readonly failure: Outcome };

/** The warm processes of one function version. */
export class SandboxPool {
  readonly #start: () => Sandbox;
  /** The one rested longest comes first. */
  readonly #idle: { readonly sandbox: Sandbox; readonly timer: NodeJS.Timeout; readonly since: number }[] = [];
  readonly #all = new Set<Sandbox>();
  readonly #waiting: ((lease: Promise<Lease> | Lease) => void)[] = [];
  #retired = false;
  #closed = false;

  constructor(start: () => Sandbox) {
    this.#start = start;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Real ms since when its longest idle process rests. */
  get idleSince(): number | undefined {
    return this.#idle[0]?.since;
  }

  /** Ends the process that has been idle longest. */
  endOldest(): void {
    const oldest = this.#idle.shift();
    if (oldest === undefined) return;
    clearTimeout(oldest.timer);
    this.#remove(oldest.sandbox);
  }

  /** A free process, a new one, or the next that becomes free. Give it back by `release`. */
  async lease(): Promise<Lease> {
    for (let entry = this.#idle.pop(); entry !== undefined; entry = this.#idle.pop()) {
      clearTimeout(entry.timer);
      if (entry.sandbox.alive) return { sandbox: entry.sandbox };
      this.#all.delete(entry.sandbox);
    }
    if (this.#all.size < SANDBOXES) return this.#cold();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  release(sandbox: Sandbox): void {
    const next = this.#waiting.shift();
    if (!sandbox.alive || (this.#retired && next === undefined)) {
      this.#remove(sandbox);
      next?.(this.#cold());
    } else if (next !== undefined) next({ sandbox });
    else this.#rest(sandbox);
  }

  /** No new work will come: ends the idle processes now and the busy ones when they are done. */
  retire(): void {
    this.#retired = true;
    for (const { sandbox, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      this.#remove(sandbox);
    }
  }

  /** Ends every process at once. */
  close(): void {
    this.#closed = true;
    this.retire();
    for (const next of this.#waiting.splice(0)) next(this.#cold());
    for (const sandbox of this.#all) sandbox.end();
  }

  async #cold(): Promise<Lease> {
    if (this.#closed) return { failure: { failed: true, body: Buffer.from('null') } };
    const sandbox = this.#start();
    this.#all.add(sandbox);
    const started = performance.now();
    const outcome = await sandbox.ready;
    if (!outcome.failed) return { sandbox, initMs: performance.now() - started };
    this.#remove(sandbox);
    const next = this.#waiting.shift();
    if (next !== undefined) next(this.#cold());
    return { failure: outcome };
  }

  #rest(sandbox: Sandbox): void {
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((entry) => entry.sandbox === sandbox);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#remove(sandbox);
    }, IDLE_MS);
    timer.unref();
    this.#idle.push({ sandbox, timer, since: performance.now() });
  }

  #remove(sandbox: Sandbox): void {
    this.#all.delete(sandbox);
    sandbox.end();
  }
}
