import { arn } from '../arn.ts';
import { type Cloud, ServiceError } from '../cloud.ts';
import type { Collection } from '../store/collection.ts';

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  readonly retentionInDays?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** The log groups. */
export class GroupStore {
  readonly #cloud: Cloud;
  readonly #groups: Collection<LogGroup>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#groups = cloud.store.collection('logs.groups');
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  /** By name or ARN, with or without `:*`. @throws ServiceError ResourceNotFoundException */
  get(nameOrArn: string | undefined): LogGroup {
    const name = nameOrArn?.startsWith('arn:')
      ? nameOrArn.replace(/:\*$/, '').split(':').slice(6).join(':')
      : nameOrArn;
    const group = name === undefined ? undefined : this.#groups.get(name);
    if (group !== undefined) return group;
    throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  /** By name. */
  all(prefix = ''): LogGroup[] {
    return this.#groups.list({ prefix }).map(([, group]) => group);
  }

  add(name: string, tags: Readonly<Record<string, string>> = {}): void {
    this.#groups.set(name, { name, createdAt: this.#cloud.clock.now(), tags });
  }

  set(group: LogGroup): void {
    this.#groups.set(group.name, group);
  }

  delete(name: string): void {
    this.#groups.delete(name);
  }

  arn({ name }: Pick<LogGroup, 'name'>): string {
    return arn(this.#cloud, 'logs', `log-group:${name}`);
  }
}
