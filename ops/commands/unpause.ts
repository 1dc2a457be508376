import * as z from 'zod';
import { requireModel } from '../models.ts';
import { requestRetrain, retrainText } from '../request-retrain.ts';
import { defineCommand, modelArgument, reasonOption } from './command.ts';

export const unpause = defineCommand({
  name: 'unpause',
  summary: 'let a paused model’s line go on, and take up what landed meanwhile',
  arguments: [modelArgument],
  options: [reasonOption],
  input: z.object({ model: z.string(), reason: z.string().default('') }),
  async run({ model, reason }, deps) {
    requireModel(deps.deployed, model);
    const before = await deps.ledger.paused(model).read();
    if (before?.paused !== true) {
      return { code: 0, document: { model, changed: false, paused: false }, text: () => `${model} is not paused.` };
    }
    const actor = await deps.actor();
    const at = deps.now().toISOString();
    // Named after the pause it ends, so that trying again after a failure records it once.
    await deps.audit.append({ model, action: 'Unpause', subject: `${model}@${before.at}`, actor, reason });
    await deps.ledger.paused(model).change((current) => {
      // Paused again since by somebody else: that pause stands.
      if (current?.paused !== true || current.at !== before.at) return { write: undefined, result: undefined };
      return { write: { paused: false, at, actor, reason }, result: undefined };
    });
    const run = await requestRetrain(deps, { model, actor, force: false });
    return {
      code: 0,
      document: { model, changed: true, paused: false, at, actor, reason, ...run },
      text: (style) => `${model} goes on.\n${retrainText(style, run)}`,
    };
  },
});
