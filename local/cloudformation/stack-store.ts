import { isDeepStrictEqual } from 'node:util';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { arn } from '../arn.ts';
import { type Cloud, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';
import type { Stack, StackResource, Target } from './stack.ts';

/** One line of a stack's history. */
export interface StackEvent {
  readonly id: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly at: number;
}

type EventSubject = Pick<StackEvent, 'logicalId' | 'physicalId' | 'type' | 'status'> & { readonly reason?: string };

/** The stacks, their resources and their histories. */
export class StackStore {
  readonly #cloud: Cloud;
  readonly #stacks: Collection<Stack>;
  readonly #resources: Collection<StackResource>;
  readonly #events: Collection<StackEvent>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#stacks = cloud.store.collection('cloudformation.stacks');
    this.#resources = cloud.store.collection('cloudformation.resources');
    this.#events = cloud.store.collection('cloudformation.events');
  }

  /** By name (deleted stacks have none) or id. */
  find(nameOrId: string | undefined): Stack | undefined {
    if (nameOrId === undefined) return undefined;
    const byId = this.#stacks.get(nameOrId);
    if (byId !== undefined) return byId;
    return this.#stacks.values().find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE');
  }

  /** @throws ServiceError ValidationError */
  get(nameOrId: string | undefined): Stack {
    const stack = this.find(nameOrId);
    if (stack === undefined) throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  all(): Stack[] {
    return this.#stacks.list().map(([, stack]) => stack);
  }

  add(name: string, target: Target, status: StackStatus): Stack {
    const id = arn(this.#cloud, 'cloudformation', `stack/${name}/${this.#cloud.uuid()}`);
    const stack: Stack = { id, name, status, ...target, outputs: [], createdAt: this.#cloud.clock.now() };
    this.#stacks.set(id, stack);
    return stack;
  }

  /** Changes a stack and, with a new status, tells its history. */
  change(id: string, changes: Partial<Omit<Stack, 'id' | 'name'>>): Stack {
    const { statusReason: _forgotten, ...before } = this.get(id);
    const stack: Stack = { ...before, ...changes };
    this.#cloud.store.transaction(() => {
      this.#stacks.set(id, stack);
      if (changes.status === undefined) return;
      const { status, statusReason: reason } = changes;
      const subject = { logicalId: stack.name, physicalId: id, type: 'AWS::CloudFormation::Stack', status };
      this.tell(stack, { ...subject, ...(reason === undefined ? {} : { reason }) });
    });
    return stack;
  }

  /** Appends to a stack's history. */
  tell({ id: stackId, name: stackName }: Stack, subject: EventSubject): void {
    const at = this.#cloud.clock.now();
    const id = this.#cloud.uuid();
    const number = String(this.#events.size).padStart(9, '0');
    this.#events.set(`${stackId}/${number}`, { id, stackId, stackName, at, ...subject });
  }

  /** Newest first. */
  events({ id }: Stack): StackEvent[] {
    const events = this.#events.list({ prefix: `${id}/` });
    return events.map(([, event]) => event).reverse();
  }

  /** In the order they were made. */
  resources({ id }: Pick<Stack, 'id'>): StackResource[] {
    const resources = this.#resources.list({ prefix: `${id}/` }).map(([, resource]) => resource);
    return resources.sort((left, right) => left.order - right.order);
  }

  resource({ id }: Pick<Stack, 'id'>, logicalId: string): StackResource | undefined {
    return this.#resources.get(`${id}/${logicalId}`);
  }

  /** Keeps a resource and tells the stack's history its status. */
  setResource(stack: Stack, resource: StackResource): void {
    const { logicalId, physicalId, type, status, statusReason } = resource;
    this.#cloud.store.transaction(() => {
      this.#resources.set(`${stack.id}/${logicalId}`, resource);
      const subject = { logicalId, physicalId, type, status };
      this.tell(stack, { ...subject, ...(statusReason === undefined ? {} : { reason: statusReason }) });
    });
  }

  /** Keeps what of a resource nobody needs to be told. */
  keepResource({ id }: Pick<Stack, 'id'>, resource: StackResource): void {
    const key = `${id}/${resource.logicalId}`;
    if (!isDeepStrictEqual(this.#resources.get(key), resource)) this.#resources.set(key, resource);
  }

  removeResource({ id }: Pick<Stack, 'id'>, logicalId: string): void {
    this.#resources.delete(`${id}/${logicalId}`);
  }
}
