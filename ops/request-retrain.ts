import { executionName } from '../domain/naming.ts';
import type { RetrainRequest } from './adapters/requests.ts';
import type { CommandDeps } from './command-deps.ts';
import { awaitExecution } from './executions/await-execution.ts';
import type { Style } from './output/style.ts';

export interface RequestedRun {
  readonly run: string;
  /** False: the event was taken, and no run has started yet. */
  readonly started: boolean;
}

/** Asks for a run, whose name follows from the event's id, and waits until it has started. */
export async function requestRetrain(deps: CommandDeps, request: RetrainRequest): Promise<RequestedRun> {
  const eventId = await deps.requests.retrain(request);
  const run = executionName(request.model, `request:${eventId}`, 1);
  return { run, started: (await awaitExecution(deps, 'retrain', run)) !== undefined };
}

export function retrainText(style: Style, { run, started }: RequestedRun): string {
  if (started) return `Run ${style.strong(run)} started. Follow it with: npx andon show ${run}`;
  return style.warn(
    `The request was taken, but run ${run} has not started. If npx andon show ${run} does not know it soon, see the logs of the intake function.`,
  );
}
