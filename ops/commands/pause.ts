import * as z from 'zod';
import { requireModel } from '../models.ts';
import { shortTime } from '../output/time.ts';
import { defineCommand, modelArgument, reasonOption } from './command.ts';

export const pause = defineCommand({
  name: 'pause',
  summary: 'stop a model’s line: nothing is trained or released until it is unpaused; rollbacks still work',
  arguments: [modelArgument],
  options: [reasonOption],
  input: z.object({ model: z.string(), reason: z.string().default('') }),
  async run({ model, reason }, deps) {
    requireModel(deps.deployed, model);
    const actor = await deps.actor();
    const at = deps.now().toISOString();
    const before = await deps.ledger.paused(model).change((current) => {
      if (current?.paused) return { write: undefined, result: current };
      return { write: { paused: true, at, actor, reason }, result: undefined };
    });
    if (before !== undefined) {
      return {
        code: 0,
        document: { model, changed: false, ...before },
        text: () => `${model} is paused already, since ${shortTime(before.at)} by ${before.actor}: ${before.reason}`,
      };
    }
    // The line is stopped first: stopping never waits for the audit trail.
    const recorded = await deps.audit.appendOrDefer({
      model,
      action: 'Pause',
      subject: `${model}@${at}`,
      actor,
      reason,
    });
    return {
      code: 0,
      document: { model, changed: true, paused: true, at, actor, reason, recorded },
      text: (style) => `${model} is ${style.warn('paused')}. Take it up again with: npx andon unpause ${model}`,
    };
  },
});
