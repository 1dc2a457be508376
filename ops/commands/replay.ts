import * as z from 'zod';
import { findExecution } from '../executions/find-execution.ts';
import { OperatorError } from '../operator-error.ts';
import { planReplay } from '../replay/plan-replay.ts';
import { redrive } from '../replay/redrive.ts';
import { startNextGeneration } from '../replay/start-next-generation.ts';
import { defineCommand, reasonOption } from './command.ts';

export const replay = defineCommand({
  name: 'replay',
  summary:
    'take up a run, release or rollback that failed: from where it failed if that can be, else as its next generation',
  arguments: [{ term: '<run>', description: 'name or ARN of the execution' }],
  options: [
    reasonOption,
    {
      flags: '--anew',
      description: 'start the next generation even where a redrive can be, to run what is deployed now',
    },
  ],
  input: z.object({ run: z.string(), reason: z.string().default(''), anew: z.boolean().default(false) }),
  async run({ run, reason, anew }, deps) {
    const found = await findExecution(deps, run);
    const plan = planReplay(found, await deps.executions.history(found.execution.arn), { anew });
    if (plan.kind === 'refuse') throw new OperatorError('NOT_REPLAYABLE', plan.reason);
    const request = { ...found, model: plan.model, reason, actor: await deps.actor() };
    if (plan.kind === 'redrive') {
      const redriven = await redrive(deps, request, plan);
      if (redriven.outcome === 'redriven') return redriven.answer;
      return startNextGeneration(deps, request, `Step Functions does not redrive it: ${redriven.reason}`);
    }
    return startNextGeneration(deps, request, plan.reason);
  },
});
