import * as z from 'zod';
import { auditedModels } from '../audit/audited-models.ts';
import { parseMoment } from '../audit/moment.ts';
import { readChain } from '../audit/read-chain.ts';
import { type Reigning, reignAt, servingAt } from '../audit/serving-at.ts';
import type { CommandDeps } from '../command-deps.ts';
import type { Style } from '../output/style.ts';
import { pairs } from '../output/table.ts';
import { shortTime } from '../output/time.ts';
import { defineCommand, optionalModelArgument } from './command.ts';

interface Told {
  readonly model: string;
  /** Null: nothing served yet. */
  readonly serving: Reigning | null;
  /** What the ledger's champion document says, and whether the audit trail agrees. */
  readonly champion: { readonly version: number; readonly config: string } | null;
  readonly agrees: boolean;
  readonly chainOk: boolean;
}

export const auditAt = defineCommand({
  name: 'audit at',
  summary: 'what served at a time, on which evidence, and approved by whom',
  arguments: [
    { term: '<date>', description: '2001-03-15 (its first moment, UTC), or 2001-03-15T06:30Z' },
    optionalModelArgument,
  ],
  options: [],
  input: z.object({ date: z.string(), model: z.string().optional() }),
  async run({ date, model }, deps) {
    const at = parseMoment(date);
    const told: Told[] = [];
    for (const name of await auditedModels(deps, model)) told.push(await tell(deps, name, at));
    const sound = told.every(({ agrees, chainOk }) => agrees && chainOk);
    return {
      code: sound ? 0 : 1,
      document: { at, models: told },
      text: (style) => [`At ${shortTime(at)}`, ...told.map((each) => textOf(style, each))].join('\n\n'),
    };
  },
});

async function tell(deps: CommandDeps, model: string, at: string): Promise<Told> {
  const { verdict, records } = await readChain(deps, model);
  const serving = servingAt(records, at) ?? null;
  const champion = reignAt(await deps.ledger.champion(model).read(), at) ?? null;
  // The champion document keeps the latest reigns only: where it says nothing, it contradicts nothing.
  const agrees = champion === null || champion.config === serving?.config;
  return { model, serving, champion, agrees, chainOk: verdict.ok };
}

function textOf(style: Style, { model, serving, champion, agrees, chainOk }: Told): string {
  const { approval, evidence } = serving ?? {};
  const warnings = [
    ...(chainOk ? [] : [`The chain is broken: none of this is proven. See: npx andon audit verify ${model}`]),
    ...(agrees
      ? []
      : [`The ledger says otherwise: ${champion?.config}. A deferred record may be waiting for reconcile.`]),
  ];
  const what =
    serving === null
      ? `${style.strong(model)}  nothing served`
      : pairs(style, [
          ['model', style.strong(model)],
          ['served', `version ${serving.version} (${serving.config}) since ${shortTime(serving.since)}`],
          ['by', `${serving.kind} ${serving.release}, ${serving.trigger}: ${serving.outcome}`],
          [
            'approved',
            approval &&
              `by ${approval.by} at ${shortTime(approval.at)}, ${approval.how}${approval.reason && `: ${approval.reason}`}`,
          ],
          ['evidence', evidence && `${evidence.uri} of run ${evidence.run}, dataset ${evidence.dataset}`],
          ['gates', evidence?.reason],
          ['version', serving.arn],
        ]);
  return [what, ...warnings.map((warning) => style.bad(warning))].join('\n');
}
