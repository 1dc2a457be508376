import { setTimeout as pause } from 'node:timers/promises';
import { type Cloud, type Fault, ServiceError } from '../../cloud.ts';
import { targetInput } from '../input/target-input.ts';
import type { Shelf } from '../shelf.ts';
import { sendToDeadLetters } from './dead-letters.ts';
import type { Delivery } from './delivery.ts';
import { failureOf } from './failure.ts';
import { mayBeLost } from './producers.ts';
import { nextAttempt } from './retry-policy.ts';
import type { TargetKind } from './targets/target-kind.ts';

const RETRY_TOPIC = 'eventbridge.retry';

/** Brings events to targets: each is kept until it is accepted or given up, so a restart loses none. */
export class Courier {
  readonly #cloud: Cloud;
  readonly #shelf: Shelf;
  readonly #kinds: readonly TargetKind[];
  #closed = false;

  constructor(cloud: Cloud, shelf: Shelf, kinds: readonly TargetKind[]) {
    this.#cloud = cloud;
    this.#shelf = shelf;
    this.#kinds = kinds;
    cloud.clock.on(RETRY_TOPIC, async (data) => await this.#attempt((data as { id: string }).id));
  }

  /** Whether something at this ARN can be a target. */
  knows(targetArn: string): boolean {
    return this.#kinds.some(({ arn }) => arn.test(targetArn));
  }

  /** Keeps a delivery and makes it once the transaction it may be part of is over. */
  send(delivery: Delivery): void {
    this.#shelf.deliveries.set(delivery.id, delivery);
    this.#start(delivery.id);
  }

  /** After a start of the process: what was under way is tried again, so it may come twice. */
  resume(): void {
    for (const { id, nextAt } of this.#shelf.deliveries.values()) if (nextAt === undefined) this.#start(id);
  }

  /** Nothing more is delivered; what is under way is delivered again after a start. */
  close(): void {
    this.#closed = true;
  }

  #start(id: string): void {
    const release = this.#cloud.clock.hold('the delivery of an event');
    queueMicrotask(() => void this.#attempt(id).finally(release));
  }

  async #attempt(id: string): Promise<void> {
    if (this.#closed) return;
    const delivery = this.#shelf.deliveries.get(id);
    if (delivery === undefined) return;
    delivery.attempts++;
    delivery.nextAt = undefined;
    try {
      const fault = this.#faultFor(delivery);
      if (fault?.delayMs !== undefined) await pause(fault.delayMs);
      if (!(fault?.drop === true && mayBeLost(delivery.event.source))) {
        if (fault?.error?.code === 'Duplicate') this.#duplicate(delivery);
        else if (fault?.error !== undefined) throw injected(fault.error);
        await this.#hand(delivery);
      }
      if (!this.#closed) this.#shelf.deliveries.delete(id);
    } catch (error) {
      if (!this.#closed) await this.#failed(delivery, error);
    }
  }

  #faultFor({ event, ruleName }: Delivery): Fault | undefined {
    const subject = { source: event.source, detailType: event['detail-type'], rule: ruleName };
    return this.#cloud.fault({ service: 'eventbridge', operation: 'Deliver', subject });
  }

  #duplicate(delivery: Delivery): void {
    if (delivery.copy || delivery.attempts > 1) return;
    const copy = { ...delivery, id: this.#cloud.uuid(), copy: true, attempts: 0 };
    this.send(copy);
  }

  async #hand(delivery: Delivery): Promise<void> {
    const kind = this.#kinds.find(({ arn }) => arn.test(delivery.target.Arn));
    if (kind === undefined) throw new ServiceError('TargetNotFound', `No target can be at ${delivery.target.Arn}.`);
    await kind.send(this.#cloud, delivery, targetInput(delivery.target, delivery));
  }

  async #failed(delivery: Delivery, error: unknown): Promise<void> {
    const { clock, store } = this.#cloud;
    const failure = failureOf(error);
    const next = nextAttempt(delivery, { now: clock.now(), random: this.#cloud.random() });
    if (failure.retriable && 'at' in next) {
      delivery.nextAt = next.at;
      store.transaction(() => {
        this.#shelf.deliveries.set(delivery.id, delivery);
        const id = `${RETRY_TOPIC}/${delivery.id}`;
        clock.schedule({ id, at: next.at, topic: RETRY_TOPIC, data: { id: delivery.id } });
      });
      return;
    }
    await sendToDeadLetters(this.#cloud, delivery, {
      ...failure,
      ...('exhausted' in next && failure.retriable && next),
    });
    this.#shelf.deliveries.delete(delivery.id);
  }
}

/** A fault of a target that says no status is the target's own trouble, which a retry may heal. */
function injected({ code, message, status = 500 }: NonNullable<Fault['error']>): ServiceError {
  return new ServiceError(code, message, { status });
}
