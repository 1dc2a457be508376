import * as z from 'zod';
import type { CommandDeps } from '../command-deps.ts';
import type { Answer } from '../commands/command.ts';
import { nextGeneration, parseExecutionName } from '../executions/execution-name.ts';
import { latestGeneration } from '../executions/find-execution.ts';
import { OperatorError } from '../operator-error.ts';
import { type ReplayRequest, recordReplay } from './replay-request.ts';

/** What every workflow is started with; the rest of the input goes over unchanged. */
const Input = z.looseObject({
  generation: z.int().positive(),
  trigger: z.looseObject({ kind: z.string(), key: z.string() }),
  version: z.object({ number: z.int(), arn: z.string() }).optional(),
});

/** Starts the same business key again, one generation up. @throws OperatorError NOT_REPLAYABLE */
export async function startNextGeneration(deps: CommandDeps, request: ReplayRequest, why: string): Promise<Answer> {
  const { kind, model, actor, reason, execution } = request;
  const parsed = parseExecutionName(execution.name);
  if (parsed === undefined) throw new OperatorError('NOT_REPLAYABLE', `${execution.name} bears no generation.`);
  const name = nextGeneration(parsed);
  const generation = parsed.generation + 1;
  const stored = Input.parse((await deps.ledger.run(execution.name).read())?.input ?? execution.input);
  await refuseWhatCannotSucceed(deps, request, stored);

  const existing = await latestGeneration(deps, kind, name);
  if (existing !== undefined) throw replayedAlready(execution.name, existing);
  await recordReplay(deps, request, { subject: name, evidence: { replays: execution.name, generation, why } });
  const trigger = { ...stored.trigger, kind: 'replay', at: deps.now().toISOString(), actor };
  const input = {
    ...stored,
    [kind === 'retrain' ? 'run' : 'release']: name,
    generation,
    trigger: kind === 'retrain' ? trigger : { ...trigger, reason },
  };
  const { outcome } = await deps.workflows.start(deps.deployed.stateMachines[kind].alias, name, input);
  if (outcome === 'exists') throw replayedAlready(execution.name, { name, status: 'started by somebody else' });
  return {
    code: 0,
    document: {
      replayed: execution.name,
      how: 'next-generation',
      execution: name,
      kind,
      model,
      generation,
      why,
      actor,
      reason,
    },
    text: (style) =>
      `${why}\nStarted: ${kind} ${style.strong(name)}, generation ${generation} of the same business key; it begins at its first state. Follow it with: npx andon show ${name}`,
  };
}

/** A stopped line and a version that is no longer approved are for a person to change first. */
async function refuseWhatCannotSucceed(
  { ledger, registry }: CommandDeps,
  { kind, model, execution }: ReplayRequest,
  { version }: z.infer<typeof Input>,
): Promise<void> {
  if (kind === 'rollback') return;
  if (kind === 'retrain') {
    const paused = await ledger.paused(model).read();
    if (paused?.paused !== true) return;
    throw new OperatorError(
      'PAUSED',
      `${model} is paused by ${paused.actor}: ${paused.reason}. Let it go on first with: npx andon unpause ${model}`,
    );
  }
  const registered = version === undefined ? undefined : await registry.describe(version.arn);
  if (registered?.approval === 'Approved') return;
  throw new OperatorError(
    'NOT_REPLAYABLE',
    `${execution.name} released ${model} version ${version?.number}, which is ${registered?.approval ?? 'no longer registered'}${registered?.approvalReason ? `: ${registered.approvalReason}` : ''}. Only an approved version can be released; train anew with: npx andon retrain ${model} --force`,
  );
}

function replayedAlready(name: string, next: { readonly name: string; readonly status: string }): OperatorError {
  return new OperatorError(
    'NOT_REPLAYABLE',
    `${name} was replayed already: ${next.name} is ${next.status}. Follow that one with: npx andon show ${next.name}, or replay it if it failed.`,
  );
}
