import { totalmem } from 'node:os';
import { setTimeout as realDelay } from 'node:timers/promises';
import { type Cloud, type Fault, type InvocationResult, ServiceError } from '../cloud.ts';
import { unpackPackage } from './code-package.ts';
import { type FunctionReference, functionArn } from './function-reference.ts';
import type { FunctionStore, FunctionVersion } from './function-store.ts';
import { InvocationLog } from './invocation-log.ts';
import { type Outcome, Sandbox } from './sandbox.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';
import { SandboxPool } from './sandbox-pool.ts';
import { Watchdog } from './watchdog.ts';

export interface InvokeRequest {
  readonly reference: FunctionReference;
  readonly payload: Uint8Array;
  readonly requestId: string;
}

export interface LoggedResult extends InvocationResult {
  /** Base64 of the last 4 KB this invocation printed. */
  readonly logTail: string;
}

/** A synchronous payload may have 6 MB, in both directions. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Processes of all functions together, one for each 256 MB of the machine. Beyond, those idle longest are ended. */
const MOST_SANDBOXES = Math.max(8, Math.min(64, Math.floor(totalmem() / 2 ** 28)));

/** Runs invocations in warm sandboxes, one pool for each version and revision of a function. */
export class Invoker {
  readonly #cloud: Cloud;
  readonly #functions: FunctionStore;
  readonly #pools = new Map<string, { readonly revision: string | undefined; readonly pool: SandboxPool }>();
  readonly #inFlight = new Map<string, number>();
  readonly #watchdog = new Watchdog();
  readonly #running = new Set<Promise<unknown>>();
  #closing = false;

  constructor(cloud: Cloud, functions: FunctionStore) {
    this.#cloud = cloud;
    this.#functions = functions;
  }

  /**
   * Holds the clock while the function runs; its timeout counts real time.
   * @throws ServiceError when it cannot be invoked: ResourceNotFoundException, TooManyRequestsException,
   * RequestTooLargeException, or what an injected fault names (`Unknown` for a lost answer)
   */
  async invoke(request: InvokeRequest): Promise<LoggedResult> {
    const { name } = request.reference;
    const version = this.#functions.resolve(request.reference);
    if (request.payload.length > PAYLOAD_BYTES) throw tooLarge(request.payload.length);
    return this.#cloud.clock.holding(`lambda ${name}`, async () => {
      const fault = this.#cloud.fault({ service: 'lambda', operation: 'Invoke', subject: { FunctionName: name } });
      if (fault?.delayMs !== undefined) await realDelay(fault.delayMs);
      if (fault?.error !== undefined) throw faultError(fault.error);
      this.#enter(name);
      try {
        const running = this.#run(version, request);
        this.#running.add(running);
        const result = await running.finally(() => this.#running.delete(running));
        if (this.#closing) throw unknown('The embedded AWS was stopped while the function ran.');
        if (fault?.drop) throw unknown('The answer of the invocation was lost.');
        return result;
      } finally {
        this.#inFlight.set(name, (this.#inFlight.get(name) ?? 1) - 1);
      }
    });
  }

  /** Ends the processes of a function that was changed or deleted; busy ones finish their work. */
  retire(name: string): void {
    for (const [key, { pool }] of this.#pools) {
      if (!key.startsWith(`${name}:`)) continue;
      pool.retire();
      this.#pools.delete(key);
    }
  }

  /** True once the embedded AWS ends: nothing that is answered from then on tells of the function. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Ends every process; what is in flight ends as `Unknown`, as after a kill. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { pool } of this.#pools.values()) pool.close();
    await Promise.allSettled(this.#running);
    this.#watchdog.close();
  }

  #enter(name: string): void {
    const busy = this.#inFlight.get(name) ?? 0;
    const { reservedConcurrency } = this.#functions.state({ name, qualifier: undefined });
    if (reservedConcurrency !== undefined && busy >= reservedConcurrency) {
      this.#count(name, 'Throttles', 1);
      throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
        status: 429,
        members: { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      });
    }
    this.#inFlight.set(name, busy + 1);
  }

  async #run(version: FunctionVersion, { reference, payload, requestId }: InvokeRequest): Promise<LoggedResult> {
    const { FunctionName: name = '', Version = '', Timeout = 3, MemorySize = 128 } = version.configuration;
    const pool = this.#pool(version);
    const lease = await pool.lease();
    if ('failure' in lease) return this.#result(version, lease.failure, '');
    const { sandbox } = lease;
    sandbox.log.start(requestId, Version);
    const started = performance.now();
    const functionArnInvoked = functionArn(this.#cloud, reference);
    const now = this.#cloud.clock.now();
    const header = { requestId, functionArn: functionArnInvoked, now, timeoutMs: Timeout * 1000 };
    const outcome = await sandbox.invoke(header, payload);
    const durationMs = performance.now() - started;
    if (!sandbox.alive) sandbox.log.print(`${new Date(now).toISOString()} ${requestId} ${reasonOf(outcome)}`);
    const init = lease.initMs === undefined ? {} : { initMs: lease.initMs };
    sandbox.log.report(requestId, { durationMs, memoryMb: MemorySize, peakMb: sandbox.peakMemoryMb, ...init });
    this.#count(name, 'Duration', durationMs);
    const result = this.#result(version, outcome, sandbox.log.tail());
    pool.release(sandbox);
    this.#trim();
    return result;
  }

  #trim(): void {
    const pools = [...this.#pools.values()].map(({ pool }) => pool);
    if (pools.reduce((sum, { size }) => sum + size, 0) <= MOST_SANDBOXES) return;
    const resting = pools.filter(({ idleSince }) => idleSince !== undefined);
    resting.sort((left, right) => (left.idleSince ?? 0) - (right.idleSince ?? 0))[0]?.endOldest();
  }

  #result({ configuration }: FunctionVersion, outcome: Outcome, logTail: string): LoggedResult {
    const { FunctionName: name = '', Version: version = '' } = configuration;
    const { failed, body } = outcome.body.length > PAYLOAD_BYTES ? responseTooLarge() : outcome;
    this.#count(name, 'Invocations', 1);
    this.#count(name, 'Errors', failed ? 1 : 0);
    return { payload: body, version, logTail, ...(failed ? { functionError: 'Unhandled' } : {}) };
  }

  #pool(version: FunctionVersion): SandboxPool {
    const { FunctionName = '', Version = '', RevisionId: revision, MemorySize: memoryMb = 128 } = version.configuration;
    const key = `${FunctionName}:${Version}`;
    const known = this.#pools.get(key);
    if (known !== undefined && known.revision === revision) return known.pool;
    known?.pool.retire();
    const pool = new SandboxPool(() => {
      const taskRoot = unpackPackage(this.#cloud, FunctionName, version.codeDigest);
      const log = new InvocationLog(this.#cloud, FunctionName, Version);
      const place = { taskRoot, logStream: log.stream };
      const environment = sandboxEnvironment(this.#cloud, version.configuration, place);
      return new Sandbox({ taskRoot, environment, memoryMb, log, watchdog: this.#watchdog });
    });
    this.#pools.set(key, { revision, pool });
    return pool;
  }

  #count(name: string, metric: 'Invocations' | 'Errors' | 'Throttles' | 'Duration', value: number): void {
    const unit = metric === 'Duration' ? 'Milliseconds' : 'Count';
    this.#cloud.metric({ namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: name }, value, unit });
  }
}

function faultError({ code, message, status }: NonNullable<Fault['error']>): ServiceError {
  return new ServiceError(code, message, status === undefined ? {} : { status });
}

function unknown(message: string): ServiceError {
  return new ServiceError('Unknown', message, { status: 500 });
}

function tooLarge(bytes: number): ServiceError {
  return new ServiceError(
    'RequestTooLargeException',
    `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${PAYLOAD_BYTES} bytes)`,
    { status: 413 },
  );
}

function responseTooLarge(): Outcome {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`;
  return {
    failed: true,
    body: Buffer.from(JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage })),
  };
}

function reasonOf({ body }: Outcome): string {
  return String((JSON.parse(Buffer.from(body).toString('utf8')) as { errorMessage?: string }).errorMessage);
}
