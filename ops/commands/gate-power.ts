import * as z from 'zod';
import { gatePower as champions } from '../../domain/gates/gate-power.ts';
import { slicePower } from '../../domain/gates/slice-power.ts';
import { judgedEvidence } from '../gate-power/judged-evidence.ts';
import { powerBasis } from '../gate-power/power-basis.ts';
import { powerText } from '../gate-power/power-text.ts';
import { untoldGates } from '../gate-power/untold-gates.ts';
import { requireModel } from '../models.ts';
import { defineCommand, modelArgument } from './command.ts';

const count = (example: string) => z.coerce.number(`a number of rows is a whole number, such as ${example}`).int();

export const gatePower = defineCommand({
  name: 'gate-power',
  summary: 'how often an equal candidate passes the gates, and a worse one is stopped, on this holdout',
  arguments: [modelArgument],
  options: [
    { flags: '--margin <margin>', description: 'with this margin in place of the manifest’s' },
    { flags: '--rows <n>', description: 'on a holdout of so many rows' },
    { flags: '--auc <auc>', description: 'before anything was measured: with this AUC; needs --rows and --positives' },
    { flags: '--positives <n>', description: 'with --auc: how many of the rows are positive' },
    {
      flags: '--correlation <r>',
      description: 'with --auc: of the two AUCs, 0.9 to 0.97 for successive versions (0.95)',
    },
  ],
  input: z.object({
    model: z.string(),
    margin: z.coerce.number('a margin is a number, such as 0.01').positive().optional(),
    rows: count('20000').min(10).optional(),
    auc: z.coerce.number('an AUC is a number, such as 0.7').gt(0).lt(1).optional(),
    positives: count('4000').min(2).optional(),
    correlation: z.coerce.number('a correlation is a number, such as 0.95').min(0).lt(1).default(0.95),
  }),
  async run({ model, ...asked }, deps) {
    requireModel(deps.deployed, model);
    const basis = powerBasis({ model, ...asked }, await judgedEvidence(deps, model));
    const { gates, measured, scaledTo, sentence, version } = basis;
    const ask = { margin: asked.margin, rows: scaledTo };
    const power = { gates: champions(gates, measured, ask), slices: slicePower(gates, measured, ask) };
    const untold = untoldGates(gates, power, measured);
    return {
      code: 0,
      document: { model, basis: sentence, version: version ?? null, ...power, untold },
      text: (style) => powerText(style, { sentence, ...power, untold }),
    };
  },
});
