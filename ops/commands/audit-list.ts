import * as z from 'zod';
import { auditedModels } from '../audit/audited-models.ts';
import { type AuditChain, decidedAt, readChain } from '../audit/read-chain.ts';
import { table } from '../output/table.ts';
import { shortTime } from '../output/time.ts';
import { defineCommand, optionalModelArgument } from './command.ts';

/** Records a terminal shows of a reason. */
const SHOWN = 100;

export const auditList = defineCommand({
  name: 'audit list',
  summary: 'the audit records, the oldest first',
  arguments: [optionalModelArgument],
  options: [],
  input: z.object({ model: z.string().optional() }),
  async run({ model }, deps) {
    const chains: ({ readonly model: string } & AuditChain)[] = [];
    for (const name of await auditedModels(deps, model)) chains.push({ model: name, ...(await readChain(deps, name)) });
    const broken = chains.filter(({ verdict }) => !verdict.ok);
    return {
      code: 0,
      document: {
        models: chains.map(({ model: name, records, verdict }) => ({ model: name, chain: verdict, records })),
      },
      text: (style) =>
        [
          table(
            style,
            ['model', 'seq', 'time', 'action', 'subject', 'actor', 'reason'],
            chains.flatMap(({ records }) =>
              records.map((record) => [
                record.model,
                String(record.seq),
                shortTime(decidedAt(record)),
                record.action,
                lastPart(record.subject),
                lastPart(record.actor),
                record.reason.length > SHOWN ? `${record.reason.slice(0, SHOWN - 1)}…` : record.reason,
              ]),
            ),
          ) || 'Nothing has been recorded yet.',
          ...broken.map((chain) =>
            style.bad(`${chain.model}: the chain is broken; see: npx andon audit verify ${chain.model}`),
          ),
        ].join('\n'),
    };
  },
});

/** `flight-delays/3` of a ModelPackage's ARN, `user/somebody` of a caller's. */
function lastPart(text: string): string {
  return text.startsWith('arn:')
    ? text
        .split(':')
        .slice(5)
        .join(':')
        .replace(/^model-package\//, '')
    : text;
}
