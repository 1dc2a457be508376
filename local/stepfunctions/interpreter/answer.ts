import type { Execution } from '../executions/execution.ts';
import { isObject, type Json } from '../json.ts';
import type { Outcome } from './outcome.ts';
import { taskFailed, taskSubmitted, taskSucceeded } from './task-answer.ts';
import type { Visit } from './visit.ts';

/** A Task's call has been answered. Returns the ARN of an execution the Task now waits for. */
export async function answerCall(visit: Visit, outcome: Outcome): Promise<string | undefined> {
  const { wait } = visit.frame;
  if ('failure' in outcome) {
    await taskFailed(visit, outcome.failure);
    return undefined;
  }
  const { result } = outcome;
  if (wait?.kind === 'call') {
    await taskSucceeded(visit, result);
    return undefined;
  }
  taskSubmitted(visit, result);
  if (wait?.kind !== 'execution' || !isObject(result)) return undefined;
  wait.arn = String(result.ExecutionArn);
  return wait.arn;
}

/** The execution a Task waited for has ended: its description is the result, or the cause. Source: recorded on AWS. */
export async function answerExecution(visit: Visit, ended: Execution): Promise<void> {
  const { wait } = visit.frame;
  if (wait?.kind !== 'execution') return;
  const described = describe(ended, wait.parse);
  if (ended.status === 'SUCCEEDED') return await taskSucceeded(visit, described);
  await taskFailed(visit, { error: 'States.TaskFailed', cause: JSON.stringify(described) });
}

function describe(ended: Execution, parse: boolean): Json {
  const read = (text: string): Json => (parse ? (JSON.parse(text) as Json) : text);
  return {
    ExecutionArn: ended.arn,
    StateMachineArn: ended.machineArn,
    Name: ended.name,
    Status: ended.status,
    StartDate: ended.startedAt,
    StopDate: ended.stoppedAt ?? null,
    Input: read(ended.input),
    InputDetails: { Included: true },
    ...(ended.output !== undefined && { Output: read(ended.output), OutputDetails: { Included: true } }),
    ...(ended.error !== undefined && { Error: ended.error }),
    ...(ended.cause !== undefined && { Cause: ended.cause }),
  };
}
