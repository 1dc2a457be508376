import type { Json } from '../json.ts';
import type { Frame } from './frame.ts';
import type { Visit } from './visit.ts';

const RETRYING = new Set(['Task', 'Map', 'Parallel']);

/** The context object, `$states.context`. Source: AWS Step Functions developer guide, context object. */
export function contextOf({ run, frame, here }: Visit, token?: string): Record<string, unknown> {
  const { execution } = run;
  const item = itemOf(frame, (of) => run.parent(of));
  return {
    Execution: {
      Id: execution.arn,
      Input: run.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: iso(execution.startedAt),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt !== undefined && { RedriveTime: iso(execution.redrivenAt) }),
    },
    State: {
      Name: frame.state,
      EnteredTime: iso(frame.enteredAt),
      ...(RETRYING.has(here.state.Type) && { RetryCount: frame.retryCount }),
    },
    StateMachine: { Id: execution.machineArn, Name: run.machineName },
    ...(token !== undefined && { Task: { Token: token } }),
    ...(item !== undefined && { Map: { Item: item } }),
  };
}

/** The item of the innermost Map around a frame. */
function itemOf(
  frame: Frame | undefined,
  parent: (frame: Frame) => Frame | undefined,
): { Index: number; Value: Json } | undefined {
  if (frame === undefined) return undefined;
  if (frame.item !== undefined) return { Index: frame.index, Value: frame.item };
  return itemOf(parent(frame), parent);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
