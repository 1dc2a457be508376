import * as z from 'zod';
import { requireModel } from '../models.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';
import { requestRetrain, retrainText } from '../request-retrain.ts';
import { defineCommand, modelArgument } from './command.ts';

export const retrain = defineCommand({
  name: 'retrain',
  summary: 'train on what landed since the last run',
  arguments: [modelArgument],
  options: [{ flags: '--force', description: 'train even when nothing new landed' }],
  input: z.object({ model: z.string(), force: z.boolean().default(false) }),
  async run({ model, force }, deps) {
    requireModel(deps.deployed, model);
    const paused = await deps.ledger.paused(model).read();
    if (paused?.paused) {
      throw new OperatorError(
        'PAUSED',
        `${model} is paused since ${shortTime(paused.at)} by ${paused.actor}: ${paused.reason || 'no reason given'}. Let it go on with: npx andon unpause ${model}`,
      );
    }
    const run = await requestRetrain(deps, { model, actor: await deps.actor(), force });
    return {
      code: run.started ? 0 : 1,
      document: { model, force, ...run },
      text: (style) => retrainText(style, run),
    };
  },
});
