import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { InvocationLog } from './invocation-log.ts';
import { readResidentMemory, watchResidentMemory } from './resident-memory.ts';
import { encodeFrame, frameDecoder, type InvokeHeader, type ReplyHeader } from './runtime/frame.ts';
import type { Watchdog } from './watchdog.ts';

export interface SandboxOptions {
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly log: InvocationLog;
  readonly watchdog: Watchdog;
}

/** How an invocation, or the start of a sandbox, ended. `body` is JSON: the result, or {errorType, errorMessage, trace}. */
export interface Outcome {
  readonly failed: boolean;
  readonly body: Uint8Array;
}

const BOOTSTRAP = fileURLToPath(new URL('./runtime/bootstrap.ts', import.meta.url));
/** Real ms until the handler must be loaded. Lambda gives 10 s; a laptop that starts many at once needs more. */
const INIT_TIMEOUT_MS = 60_000;
/** Node itself, its shared pages included, is not counted against MemorySize. */
const MEMORY_ALLOWANCE_MB = 160;

/** What the process is doing for somebody: loading its handler, or an invocation. */
interface Pending {
  readonly requestId: string;
  readonly settle: (outcome: Outcome) => void;
}

/** One child process that answers one invocation at a time. It ends when its parent does, or by `end`. */
export class Sandbox {
  /** The handler is loaded, or why not. */
  readonly ready: Promise<Outcome>;
  readonly log: InvocationLog;
  readonly #child: ChildProcess;
  readonly #memoryMb: number;
  #pending: Pending | undefined;
  #killedFor: { errorType: string; reason: string } | undefined;
  #alive = true;

  constructor({ taskRoot, environment, memoryMb, log, watchdog }: SandboxOptions) {
    this.#memoryMb = memoryMb;
    this.log = log;
    this.#child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, BOOTSTRAP], {
      cwd: taskRoot,
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const { pid = 0 } = this.#child;
    if (pid > 0) watchdog.guard(pid);
    this.#child.on('exit', () => watchdog.forget(pid));
    const [input, output, errors, replies] = this.#child.stdio as unknown as [Writable, Readable, Readable, Readable];
    for (const native of [output, errors]) native.on('data', (chunk: Buffer) => log.print(chunk.toString('utf8')));
    const decode = frameDecoder<ReplyHeader>();
    replies.on('data', (chunk: Buffer) => {
      for (const { header, body } of decode(chunk)) {
        if (header.type === 'fatal') this.#alive = false;
        if (header.type === 'log') log.print(Buffer.from(body).toString('utf8'));
        else this.#pending?.settle({ failed: header.type === 'error' || header.type === 'fatal', body });
      }
    });
    // A write to a process that has just died fails here; its `close` says why.
    input.on('error', () => undefined);
    this.#child.on('error', (error) => this.#closed(error.message));
    this.#child.on('close', (code, signal) =>
      this.#closed(signal === null ? `exit status ${code}` : `signal: ${signal}`),
    );
    this.ready = this.#await('init', INIT_TIMEOUT_MS);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Peak resident memory so far, MB. */
  get peakMemoryMb(): number {
    return Math.ceil(readResidentMemory(this.#child.pid ?? 0)?.peak ?? 0);
  }

  /** One invocation; its `timeoutMs` is real time. Never rejects. */
  invoke(header: InvokeHeader, payload: Uint8Array): Promise<Outcome> {
    const outcome = this.#await(header.requestId, header.timeoutMs);
    if (this.#alive) this.#child.stdin?.write(encodeFrame(header, payload));
    else this.#closed('exit status 1');
    return outcome;
  }

  /** Ends the process; an invocation in flight ends with Runtime.ExitError. */
  end(): void {
    this.#alive = false;
    this.#child.kill('SIGKILL');
  }

  #await(requestId: string, timeoutMs: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => {
        this.#killedFor = {
          errorType: 'Sandbox.Timedout',
          reason: `Task timed out after ${seconds(timeoutMs)} seconds`,
        };
        this.end();
      }, timeoutMs);
      const unwatch = watchResidentMemory(this.#child.pid ?? 0, (megabytes) => {
        if (megabytes <= this.#memoryMb + MEMORY_ALLOWANCE_MB) return;
        this.#killedFor = { errorType: 'Runtime.OutOfMemory', reason: 'Runtime exited with error: signal: killed' };
        this.end();
      });
      const settle = (outcome: Outcome) => {
        clearTimeout(timeout);
        unwatch();
        this.#pending = undefined;
        resolve(outcome);
      };
      this.#pending = { requestId, settle };
    });
  }

  #closed(how: string): void {
    this.#alive = false;
    const { errorType, reason } = this.#killedFor ?? {
      // V8 aborts when --max-old-space-size is reached.
      errorType: how === 'signal: SIGABRT' ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
      reason: `Runtime exited with error: ${how}`,
    };
    const errorMessage = `RequestId: ${this.#pending?.requestId} Error: ${reason}`;
    this.#pending?.settle({ failed: true, body: Buffer.from(JSON.stringify({ errorType, errorMessage })) });
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
