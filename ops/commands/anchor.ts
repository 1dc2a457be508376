import * as z from 'zod';
import { moveAnchor } from '../anchor/move-anchor.ts';
import { requirePinnable } from '../anchor/require-pinnable.ts';
import type { CommandDeps } from '../command-deps.ts';
import { requireModel } from '../models.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';
import { type Answer, defineCommand, modelArgument, reasonOption } from './command.ts';

export const anchor = defineCommand({
  name: 'anchor',
  summary: 'the version that small losses may not add up against: shows, pins or clears it',
  arguments: [modelArgument, { term: '[version]', description: 'number of the version to pin' }],
  options: [reasonOption, { flags: '--clear', description: 'pin none' }],
  input: z.object({
    model: z.string(),
    version: z.coerce.number('a version is a whole number, such as 3').int().positive().optional(),
    clear: z.boolean().default(false),
    reason: z.string().default(''),
  }),
  async run({ model, version, clear, reason }, deps) {
    requireModel(deps.deployed, model);
    if (clear && version !== undefined) {
      throw new OperatorError('USAGE', `Either pin version ${version} or --clear the anchor of ${model}, not both.`);
    }
    if (clear) return clearAnchor(deps, model, reason);
    return version === undefined ? showAnchor(deps, model) : pinAnchor(deps, { model, version, reason });
  },
});

async function showAnchor({ ledger }: CommandDeps, model: string): Promise<Answer> {
  const current = await ledger.anchor(model).read();
  const document = { model, anchor: current?.version ? { ...current, version: current.version.number } : null };
  if (!current?.version) {
    const text = `No anchor is pinned: anchorMargin has no say until npx andon anchor ${model} <version>`;
    return { code: 0, document, text: () => text };
  }
  const { at, actor, reason } = current;
  const since = `pinned ${shortTime(at)} by ${actor}${reason && `: ${reason}`}`;
  const { number } = current.version;
  return { code: 0, document, text: (style) => `${style.strong(`version ${number}`)}, ${since}` };
}

async function pinAnchor(
  deps: CommandDeps,
  { model, version: number, reason }: { model: string; version: number; reason: string },
): Promise<Answer> {
  const version = await requirePinnable(deps, model, number);
  const { changed, before } = await moveAnchor(deps, { model, version, reason });
  const next = `From the next run on, gates with an anchorMargin are judged against it too. Versions judged already keep their verdict.`;
  return {
    code: 0,
    document: { model, changed, version: number, before: before ?? null, reason },
    text: (style) =>
      changed
        ? `The anchor of ${model} is ${style.good(`version ${number}`)}${before === undefined ? '' : `, no longer ${before}`}. ${next}`
        : `The anchor of ${model} is version ${number} already.`,
  };
}

async function clearAnchor(deps: CommandDeps, model: string, reason: string): Promise<Answer> {
  const { changed, before } = await moveAnchor(deps, { model, version: undefined, reason });
  return {
    code: 0,
    document: { model, changed, version: null, before: before ?? null, reason },
    text: (style) =>
      changed
        ? `${model} has ${style.warn('no anchor')} any more; it was version ${before}. Small losses may add up from the next run on.`
        : `No anchor is pinned for ${model}.`,
  };
}
