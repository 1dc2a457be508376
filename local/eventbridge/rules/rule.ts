import type { InputTransformer } from '../input/transformer.ts';

/** A rule as it is kept, with its targets. */
export interface Rule {
  readonly arn: string;
  readonly name: string;
  readonly bus: string;
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  state: 'ENABLED' | 'DISABLED';
  targets: readonly Target[];
  /** Virtual ms from which a rate counts. */
  readonly scheduledFrom: number;
}

/** A target in the shape of the API. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string | undefined;
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?: InputTransformer | undefined;
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

/** The key of a rule in the store. */
export function ruleKey(bus: string, name: string): string {
  return `${bus}/${name}`;
}
