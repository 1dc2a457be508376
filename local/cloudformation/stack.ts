import type { StackStatus } from '@aws-sdk/client-cloudformation';

/** A stack as it is kept; its resources and events are documents of their own. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  /** The template as text, as GetTemplate answers it. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly outputs: readonly StackOutput[];
  /** Virtual ms since the epoch. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly deletedAt?: number;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

/** What a template wants a stack to be. */
export interface Target {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
}

/** One resource of a stack, as it was last made. */
export interface StackResource {
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** Resolved, as given to the service. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly statusReason?: string;
  readonly at: number;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  /** Place in the dependency order it was made in. */
  readonly order: number;
}
