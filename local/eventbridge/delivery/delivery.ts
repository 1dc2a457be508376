import type { Event } from '../event.ts';
import type { Target } from '../rules/rule.ts';

/** One event on its way to one target. It is kept until the target has accepted it or it is given up. */
export interface Delivery {
  readonly id: string;
  readonly event: Event;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
  /** Virtual ms at which the bus took the event. */
  readonly ingestedAt: number;
  /** Made by a fault that duplicates. */
  readonly copy: boolean;
  attempts: number;
  /** When it is tried again, while a timer waits for that. */
  nextAt?: number | undefined;
}
