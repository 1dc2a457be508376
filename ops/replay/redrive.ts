import { sha256 } from '../../domain/naming.ts';
import type { CommandDeps } from '../command-deps.ts';
import type { Answer } from '../commands/command.ts';
import { type ReplayRequest, recordReplay } from './replay-request.ts';

export type Redriven =
  | { readonly outcome: 'redriven'; readonly answer: Answer }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Lets Step Functions go on from the state that failed. Asking twice redrives once. */
export async function redrive(
  deps: CommandDeps,
  request: ReplayRequest,
  { state }: { readonly state: string },
): Promise<Redriven> {
  const { kind, model, actor, reason, execution } = request;
  const { name, arn, error = '', status } = execution;
  const redriveNumber = execution.redriveCount + 1;
  await recordReplay(deps, request, {
    subject: `${name} redrive ${redriveNumber}`,
    evidence: { resumesAt: state, status, error },
  });
  const token = sha256(`${arn} ${redriveNumber}`).slice(0, 64);
  const result = await deps.executions.redrive(arn, token);
  if (result.outcome === 'refused') return result;
  return {
    outcome: 'redriven',
    answer: {
      code: 0,
      document: {
        replayed: name,
        how: 'redrive',
        execution: name,
        kind,
        model,
        resumesAt: state,
        redriveNumber,
        actor,
        reason,
      },
      text: (style) =>
        `Redriven: ${kind} ${style.strong(name)} resumes at ${style.strong(state)}, where it ended ${status}${error && ` with ${error}`}. Follow it with: npx andon show ${name}`,
    },
  };
}
