import type { WorkflowKind } from '../adapters/deployed-stage.ts';
import type { ExecutionDetail } from '../adapters/executions.ts';
import type { CommandDeps } from '../command-deps.ts';
import { executionArn } from './find-execution.ts';

/** Events usually arrive within a second or two; after this many looks, half a second apart, the command stops waiting. */
const LOOKS = 40;
const LOOK_EVERY = 500;

/** Waits for an execution that an event is to start; undefined when it has not started in 20 s. */
export async function awaitExecution(
  deps: Pick<CommandDeps, 'deployed' | 'executions' | 'sleep'>,
  kind: WorkflowKind,
  name: string,
): Promise<ExecutionDetail | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await deps.sleep(LOOK_EVERY);
    const execution = await deps.executions.describe(executionArn(deps, kind, name));
    if (execution !== undefined) return execution;
  }
  return undefined;
}
