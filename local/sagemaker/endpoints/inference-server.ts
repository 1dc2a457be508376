import type { Clock } from '../../clock/clock.ts';
import type { InferenceContainer } from './ports.ts';

/** A server's address for one request. Release it when the answer is complete. */
export interface ServerLease {
  /** Of the server on 127.0.0.1. Rejects when it is down and does not start again. */
  port(): Promise<number> | number;
  release(): void;
}

/** A process that dies sooner after its start (real time) is not started again before somebody asks for it. */
const CRASH_LOOP_MS = 1_000;

/** The server has been stopped for good. */
export class ServerStoppedError extends Error {
  override readonly name = 'ServerStoppedError';
}

/**
 * The one server process behind a variant of a fleet. A process that dies is started again at once; when that fails, or
 * when it is put to sleep, with the next request.
 */
export class InferenceServer {
  readonly #clock: Clock;
  readonly #start: () => Promise<InferenceContainer>;
  #container: InferenceContainer | undefined;
  #starting: Promise<number> | undefined;
  #inFlight = 0;
  #lastUsed = 0;
  #stopping = false;
  #drained: (() => void) | undefined;

  constructor(clock: Clock, start: () => Promise<InferenceContainer>) {
    this.#clock = clock;
    this.#start = start;
  }

  /** Real time of its last start or request, undefined while it has no process or a request is in flight. */
  get idleSince(): number | undefined {
    return this.#container === undefined || this.#inFlight > 0 ? undefined : this.#lastUsed;
  }

  /** Starts the process unless it runs. Time stands still until it answers. Rejects when it does not come up. */
  async start(): Promise<number> {
    if (this.#stopping) throw new ServerStoppedError('The inference server has been stopped.');
    if (this.#container !== undefined) return this.#container.port;
    this.#starting ??= this.#clock
      .holding('an inference server starts', () => this.#boot())
      .finally(() => {
        this.#starting = undefined;
      });
    return await this.#starting;
  }

  lease(): ServerLease {
    this.#inFlight++;
    let released = false;
    return {
      port: () => this.#container?.port ?? this.start(),
      release: () => {
        if (released) return;
        released = true;
        this.#inFlight--;
        this.#lastUsed = performance.now();
        if (this.#inFlight === 0) this.#drained?.();
      },
    };
  }

  /** Ends an idle process; the next request starts it again. */
  async sleep(): Promise<void> {
    const container = this.#container;
    this.#container = undefined;
    await container?.stop();
  }

  /** Ends the process after its last request is answered, for at most `drainMs` of real time. */
  async stop(drainMs: number): Promise<void> {
    this.#stopping = true;
    await this.#starting?.catch(() => {});
    if (this.#inFlight > 0) await this.#drain(drainMs);
    await this.#container?.stop();
    this.#container = undefined;
  }

  async #boot(): Promise<number> {
    const container = await this.#start();
    this.#container = container;
    const started = performance.now();
    this.#lastUsed = started;
    container.onExit(() => {
      if (this.#container === container) this.#container = undefined;
      // Failing again is no news: the next request asks once more and reports it.
      if (performance.now() - started > CRASH_LOOP_MS) this.start().catch(() => {});
    });
    return container.port;
  }

  #drain(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, ms);
      this.#drained = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}
