import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from '@aws-sdk/client-sfn';
import { invalidOutput, invalidToken, taskTimedOut } from '../errors.ts';
import type { WaitRef } from '../interpreter/interpreter.ts';
import { taskFailed, taskSucceeded } from '../interpreter/task-answer.ts';
import type { Visit } from '../interpreter/visit.ts';
import type { Json } from '../json.ts';
import type { Parts } from '../service-parts.ts';

/** Answers to task tokens. One whose wait is over, however it ended, is TaskTimedOut. */
export function tokenOperations({ interpreter }: Parts) {
  return {
    async SendTaskSuccess({ taskToken = '', output = '' }: SendTaskSuccessInput) {
      const result = read(output);
      await answer(taskToken, (visit) => taskSucceeded(visit, result));
      return {};
    },

    async SendTaskFailure({ taskToken = '', error, cause }: SendTaskFailureInput) {
      await answer(taskToken, (visit) => taskFailed(visit, { error: error ?? '', cause }));
      return {};
    },

    async SendTaskHeartbeat({ taskToken = '' }: SendTaskHeartbeatInput) {
      await answer(taskToken, heartbeat);
      return {};
    },
  };

  async function answer(token: string, work: (visit: Visit) => Promise<void> | void): Promise<void> {
    const ref: WaitRef | undefined = interpreter.readToken(token);
    if (ref === undefined) throw invalidToken('Invalid token');
    if (!(await interpreter.at(ref, work))) throw taskTimedOut();
  }
}

function heartbeat(visit: Visit): void {
  const { wait } = visit.frame;
  if (wait?.kind !== 'token' || wait.heartbeatSeconds === undefined) return;
  const at = visit.now + wait.heartbeatSeconds * 1_000;
  visit.machinery.schedule(visit, wait, { purpose: 'heartbeat', at });
}

function read(output: string): Json {
  try {
    return JSON.parse(output) as Json;
  } catch (error) {
    throw invalidOutput((error as Error).message);
  }
}
