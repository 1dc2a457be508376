import type { ServiceEvent } from '../../cloud.ts';
import type { Execution } from '../executions/execution.ts';
import { redriveStatus } from '../executions/redrive-status.ts';
import { bytesOf } from '../json.ts';

/** Input and output are left out of the event beyond this size together. Source: AWS developer guide. */
const MAX_INCLUDED_BYTES = 248 * 1_024;

/** `Step Functions Execution Status Change`, detail as in the AWS developer guide: times are epoch ms, JSON is text. */
export function statusEvent(execution: Execution): ServiceEvent {
  const { input, output } = execution;
  const included = bytesOf(JSON.stringify([input, output])) <= MAX_INCLUDED_BYTES;
  const { status, reason } = redriveStatus(execution, execution.stoppedAt ?? 0);
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      stateMachineVersionArn: execution.versionArn ?? null,
      stateMachineAliasArn: execution.aliasArn ?? null,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: included ? input : null,
      inputDetails: { included },
      output: included ? (output ?? null) : null,
      outputDetails: output === undefined ? null : { included },
      redriveCount: execution.redriveCount,
      redriveDate: execution.redrivenAt ?? null,
      redriveStatus: status,
      redriveStatusReason: reason ?? null,
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}
