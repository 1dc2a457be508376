import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { parseExecutionName } from '../executions/execution-name.ts';
import type { FoundExecution } from '../executions/find-execution.ts';
import { openState } from '../executions/history.ts';

export type ReplayPlan =
  | { readonly kind: 'refuse'; readonly reason: string }
  /** Step Functions goes on from the state that failed. */
  | { readonly kind: 'redrive'; readonly model: string; readonly state: string }
  /** A new execution of the same business key; finished stages whose inputs are unchanged are adopted. */
  | { readonly kind: 'next-generation'; readonly model: string; readonly reason: string };

/** How to take up an execution again, or why not. `anew`: never redrive, as after a fix was deployed. */
export function planReplay(
  { kind, execution }: FoundExecution,
  history: readonly HistoryEvent[],
  { anew = false }: { readonly anew?: boolean } = {},
): ReplayPlan {
  const { name, status } = execution;
  const model = parseExecutionName(name)?.model;
  if (model === undefined) {
    return refuse(
      `${name} was not started by Andon, so there is no business key to replay. Start it again by its own means.`,
    );
  }
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') {
    return refuse(`${name} is ${status}: there is nothing to replay yet. Follow it with: npx andon show ${name}`);
  }
  if (status === 'SUCCEEDED') {
    const next = kind === 'retrain' ? `npx andon retrain ${model}` : `npx andon status ${model}`;
    return refuse(`${name} SUCCEEDED, so there is nothing to take up. See: npx andon show ${name}, or: ${next}`);
  }
  const open = openState(history);
  if (kind === 'release') {
    return {
      kind: 'next-generation',
      model,
      reason: 'A release is never redriven: its lease and its epoch are stale.',
    };
  }
  if (open === undefined) return { kind: 'next-generation', model, reason: 'It ended before its first state.' };
  if (open.kind === 'stopped') {
    const reason = `It was stopped by a verdict, ${open.state}: redriving it would only end there again.`;
    return { kind: 'next-generation', model, reason };
  }
  if (failedForGood(execution)) {
    const reason = `${execution.error}: its job failed for good, and redriving it would only find that job again.`;
    return { kind: 'next-generation', model, reason };
  }
  if (anew) return { kind: 'next-generation', model, reason: 'It was asked for anew, with what is deployed now.' };
  if (!execution.redrivable) {
    const why = execution.redriveReason ?? 'it is beyond the limits of a redrive';
    return { kind: 'next-generation', model, reason: `Step Functions does not redrive it: ${why}.` };
  }
  return { kind: 'redrive', model, state: open.state };
}

function refuse(reason: string): ReplayPlan {
  return { kind: 'refuse', reason };
}

/** A state adopts the job it started: one that failed for another reason than capacity, or ran out of its time, stays what it is. */
function failedForGood({ error, cause = '' }: FoundExecution['execution']): boolean {
  return error === 'JobFailedError' || (error === 'JobStoppedError' && cause.includes('time limit'));
}
