import type { DestinationConfig } from '@aws-sdk/client-lambda';
import { type Cloud, type Invocation, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import { type AsyncEvent, type Attempt, decide, type RetryRules } from './async-event.ts';
import { type DeliveryRecord, deliverRecord, sendToDeadLetters } from './destination.ts';
import { parseFunctionReference } from './function-reference.ts';
import { type FunctionStore, LATEST } from './function-store.ts';
import type { Invoker } from './invoker.ts';

export interface EventInvokeConfig {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig: DestinationConfig;
  /** Virtual ms since the epoch. */
  readonly lastModified: number;
}

interface AsyncQueueParts {
  readonly cloud: Cloud;
  readonly functions: FunctionStore;
  readonly invoker: Invoker;
}

const TOPIC = 'lambda.async';
const MAXIMUM_EVENT_AGE_SECONDS = 6 * 3600;
const MAXIMUM_RETRY_ATTEMPTS = 2;
/** An asynchronous payload may have 1 MB. */
const PAYLOAD_BYTES = 1024 * 1024;

/** Lambda's own queue of asynchronous invocations. Kept in the store, so that a restart continues it. */
export class AsyncQueue {
  readonly configs: Collection<EventInvokeConfig>;
  readonly #parts: AsyncQueueParts;
  readonly #events: Collection<AsyncEvent>;

  constructor(parts: AsyncQueueParts) {
    this.#parts = parts;
    this.configs = parts.cloud.store.collection('lambda.event-invoke-configs');
    this.#events = parts.cloud.store.collection('lambda.events');
    parts.cloud.clock.on(TOPIC, (id) => this.#start(String(id)));
  }

  /** Queues an invocation and returns. @throws ServiceError RequestTooLargeException */
  accept({ functionArn, payload }: Invocation, requestId: string): void {
    const { cloud } = this.#parts;
    if (payload.length > PAYLOAD_BYTES) {
      const message = `${payload.length} byte payload is too large for the Event invocation type (limit ${PAYLOAD_BYTES} bytes)`;
      throw new ServiceError('RequestTooLargeException', message, { status: 413 });
    }
    const acceptedAt = cloud.clock.now();
    const text = payload.length === 0 ? '{}' : Buffer.from(payload).toString('utf8');
    const event = {
      id: requestId,
      functionArn,
      payload: text,
      acceptedAt,
      attempts: 0,
      refusals: 0,
      dueAt: acceptedAt,
    };
    this.#events.set(event.id, event);
    this.#start(event.id);
  }

  /** Takes up the attempts that were running when the process died; later ones have their timers. */
  resume(): void {
    const now = this.#parts.cloud.clock.now();
    for (const { id, dueAt } of this.#events.values()) if (dueAt <= now) this.#start(id);
  }

  /** Drops what is queued for a deleted function, and its rules. */
  forget(name: string): void {
    for (const [key] of this.configs.list({ prefix: `${name}:` })) this.configs.delete(key);
    for (const { id, functionArn } of this.#events.values()) {
      if (parseFunctionReference(functionArn).name === name) this.#events.delete(id);
    }
  }

  /** Begins an attempt at once; it holds the clock by itself. */
  #start(id: string): void {
    const event = this.#events.get(id);
    if (event === undefined) return;
    void this.#parts.cloud.clock.holding(`lambda event ${id}`, () => this.#attempt(event));
  }

  async #attempt(event: AsyncEvent): Promise<void> {
    const { cloud } = this.#parts;
    const attempt = await this.#invoke(event);
    // The event stays as it is: the next start begins this attempt again.
    if (this.#parts.invoker.closing) return;
    const decision = decide(event, attempt, { rules: this.#rules(event), now: cloud.clock.now() });
    if (!this.#events.has(event.id)) return;
    if (decision.kind === 'retry') {
      this.#events.set(event.id, decision.event);
      cloud.clock.schedule({ id: `${TOPIC}/${event.id}`, at: decision.event.dueAt, topic: TOPIC, data: event.id });
      return;
    }
    const condition = decision.kind === 'done' ? 'Success' : decision.condition;
    const approximateInvokeCount = decision.kind === 'done' ? event.attempts + 1 : decision.event.attempts;
    await this.#settle({ event: { ...event, attempts: approximateInvokeCount }, attempt, condition });
    this.#events.delete(event.id);
  }

  async #invoke({ id, functionArn, payload }: AsyncEvent): Promise<Attempt> {
    const reference = parseFunctionReference(functionArn);
    try {
      const result = await this.#parts.invoker.invoke({ reference, payload: Buffer.from(payload), requestId: id });
      return { kind: 'answered', result };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { kind: 'refused', code: error.code, message: error.message };
    }
  }

  async #settle(record: DeliveryRecord): Promise<void> {
    const { cloud, functions } = this.#parts;
    const { OnSuccess, OnFailure } = this.#config(record.event)?.DestinationConfig ?? {};
    const destination = (record.condition === 'Success' ? OnSuccess : OnFailure)?.Destination;
    const reference = parseFunctionReference(record.event.functionArn);
    try {
      if (destination !== undefined) await deliverRecord(cloud, destination, record);
      if (record.condition === 'Success') return;
      const deadLetters = functions.resolve(reference).configuration.DeadLetterConfig?.TargetArn;
      if (deadLetters !== undefined) await sendToDeadLetters(cloud, deadLetters, record);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const dimensions = { FunctionName: reference.name };
      cloud.metric({
        namespace: 'AWS/Lambda',
        name: 'DestinationDeliveryFailures',
        dimensions,
        value: 1,
        unit: 'Count',
      });
    }
  }

  #config({ functionArn }: AsyncEvent): EventInvokeConfig | undefined {
    const { name, qualifier = LATEST } = parseFunctionReference(functionArn);
    return this.configs.get(`${name}:${qualifier}`);
  }

  #rules(event: AsyncEvent): RetryRules {
    const config = this.#config(event);
    return {
      maximumRetryAttempts: config?.MaximumRetryAttempts ?? MAXIMUM_RETRY_ATTEMPTS,
      maximumEventAgeMs: (config?.MaximumEventAgeInSeconds ?? MAXIMUM_EVENT_AGE_SECONDS) * 1000,
    };
  }
}
