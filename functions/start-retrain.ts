import type { IntakePlan } from '#domain/intake/plan-intake.ts';
import { openBatch } from '#domain/landing/open-batch.ts';
import type { RetrainInput } from '#statemachines/retrain.data.ts';
import type { IntakeDeps, IntakeResult } from './intake.ts';

type RetrainPlan = Extract<IntakePlan, { kind: 'landing' | 'retrain' }>;

/** Starts the run of a landing, or one that was asked for. The same landing and the same request never start two. */
export async function startRetrain(plan: RetrainPlan, deps: IntakeDeps): Promise<IntakeResult> {
  const model = plan.kind === 'landing' ? plan.object.model : plan.model;
  const paused =
    deps.catalog[model]?.manifest.paused === true || (await deps.ledger.paused(model).read())?.paused === true;
  if (paused)
    return { outcome: 'Paused', reason: `${model} is paused; andon unpause ${model} takes up what landed meanwhile.` };

  if (plan.kind === 'retrain') {
    const { run, key, force, actor, trigger: kind } = plan;
    return start(
      { model, run, generation: 1, trigger: { kind, key, actor, force, at: deps.now().toISOString() } },
      deps,
    );
  }
  const decision = await deps.ledger.landing(model).change((current) => {
    const next = openBatch(current, plan.object, deps.now());
    return { write: next.kind === 'open' ? next.landing : undefined, result: next };
  });
  if (decision.kind === 'known') return { outcome: 'Known', reason: 'A dataset already holds this object.' };
  const { run, generation, batch: key, openedAt: at } = decision.landing;
  const trigger = { kind: 'landing', key, at, actor: 's3', force: false } as const;
  // Also when joining: should the process have died between opening the batch and starting its run, this starts it.
  const started = await start({ model, run, generation, trigger }, deps);
  return decision.kind === 'join' ? { ...started, outcome: 'Joined' } : started;
}

async function start(input: RetrainInput, { workflows, stateMachines }: IntakeDeps): Promise<IntakeResult> {
  const { outcome } = await workflows.start(stateMachines.retrain, input.run, input);
  return { outcome: outcome === 'started' ? 'Started' : 'Known', execution: input.run };
}
