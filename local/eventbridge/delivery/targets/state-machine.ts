import { createHash } from 'node:crypto';
import { ServiceError } from '../../../cloud.ts';
import type { TargetKind } from './target-kind.ts';

/**
 * Starts an execution named after the event and the target, so that the same event delivered twice starts it once. The
 * name cannot be chosen. Source: LocalStack's recordings show the event's id in the name.
 */
export const stateMachineTarget: TargetKind = {
  arn: /^arn:aws[\w-]*:states:[^:]+:\d{12}:stateMachine:/,
  async send(cloud, { event, ruleArn, target }, input) {
    const by = createHash('sha256').update(`${ruleArn} ${target.Id}`).digest('hex').slice(0, 8);
    try {
      const name = `${event.id}_${event['replay-name'] === undefined ? '' : 'replay-'}${by}`;
      await cloud.call('sfn', 'StartExecution', { stateMachineArn: target.Arn, name, input });
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'ExecutionAlreadyExists')) throw error;
    }
  },
};
