import type { Cloud } from '../../../cloud.ts';
import type { Delivery } from '../delivery.ts';

/** A kind of target, recognised by its ARN. */
export interface TargetKind {
  readonly arn: RegExp;
  /** Hands over the input. Resolves when the target has accepted it. @throws ServiceError as the target's service does */
  send(cloud: Cloud, delivery: Delivery, input: string): Promise<void> | void;
}
