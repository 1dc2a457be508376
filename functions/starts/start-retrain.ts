import type { IntakePlan } from '#domain/intake/plan-intake.ts';
import { noLanding } from '#domain/landing/landing.ts';
import { type BatchDecision, type LandedObject, openBatch } from '#domain/landing/open-batch.ts';
import type { RetrainInput } from '#statemachines/retrain.data.ts';
import type { IntakeDeps, IntakeResult } from '../intake.ts';

const over = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

type RetrainPlan = Extract<IntakePlan, { kind: 'landing' | 'retrain' }>;

/** Starts the run of a landing, or one that was asked for. The same landing and the same request never start two. */
export async function startRetrain(plan: RetrainPlan, deps: IntakeDeps): Promise<IntakeResult> {
  const model = plan.kind === 'landing' ? plan.object.model : plan.model;
  const paused =
    deps.catalog[model]?.manifest.paused === true || (await deps.ledger.paused(model).read())?.paused === true;
  if (paused)
    return { outcome: 'Paused', reason: `${model} is paused; andon unpause ${model} takes up what landed meanwhile.` };
  if (plan.kind === 'landing') return land(plan.object, deps);

  const { run, key, force, actor, trigger: kind } = plan;
  const trigger = { kind, key, actor, force, at: deps.now().toISOString() };
  const { outcome } = await start({ model, run, generation: 1, trigger }, deps);
  return { outcome: outcome === 'started' ? 'Started' : 'Known', execution: run };
}

/** Opens a landing with its first object; later ones join it. */
async function land(object: LandedObject, deps: IntakeDeps, deadRun?: string): Promise<IntakeResult> {
  const { model } = object;
  const decision = await deps.ledger.landing(model).change<BatchDecision>((current) => {
    const next = openBatch(current, object, { now: deps.now(), deadRun });
    const write = next.kind === 'open' ? { ...(current ?? noLanding), open: next.open } : undefined;
    return { write, result: next };
  });
  if (decision.kind === 'known') return { outcome: 'Known', reason: decision.reason };
  const { run, key, openedAt: at } = decision.open;
  const trigger = { kind: 'landing', key, at, actor: 's3', force: false } as const;
  // Also when joining: should the process have died between opening the landing and starting its run, this starts it.
  const { outcome, executionArn } = await start({ model, run, generation: 1, trigger }, deps);
  if (outcome === 'exists' && deadRun === undefined && (await hasDied({ model, run, executionArn }, deps)))
    return land(object, deps, run);
  return { outcome: decision.kind === 'join' ? 'Joined' : 'Started', execution: run };
}

/** A run that is over and left its landing open was aborted, or failed before it could take what landed. */
async function hasDied(
  { model, run, executionArn }: { readonly model: string; readonly run: string; readonly executionArn: string },
  { workflows, ledger }: IntakeDeps,
): Promise<boolean> {
  const status = await workflows.status(executionArn);
  if (status === undefined || !over.has(status)) return false;
  return (await ledger.landing(model).read())?.open?.run === run;
}

function start(input: RetrainInput, { workflows, stateMachines }: IntakeDeps) {
  return workflows.start(stateMachines.retrain, input.run, input);
}
