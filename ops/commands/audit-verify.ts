import * as z from 'zod';
import type { ChainVerdict } from '../../domain/audit/verify-chain.ts';
import { auditedModels } from '../audit/audited-models.ts';
import { readChain } from '../audit/read-chain.ts';
import { paintStatus } from '../output/style.ts';
import { table } from '../output/table.ts';
import { defineCommand, optionalModelArgument } from './command.ts';

export const auditVerify = defineCommand({
  name: 'audit verify',
  summary: 'check every stored version of every audit record; exit code 1 at the first break',
  arguments: [optionalModelArgument],
  options: [],
  input: z.object({ model: z.string().optional() }),
  async run({ model }, deps) {
    const chains: ({ readonly model: string } & ChainVerdict)[] = [];
    for (const name of await auditedModels(deps, model)) {
      chains.push({ model: name, ...(await readChain(deps, name)).verdict });
    }
    const ok = chains.every((chain) => chain.ok);
    return {
      code: ok ? 0 : 1,
      document: { models: chains },
      text: (style) =>
        table(
          style,
          ['model', 'chain', 'records', 'head'],
          chains.map((chain) => {
            const status = chain.ok ? 'ok' : 'broken';
            const [count, head] = chain.ok ? [String(chain.records), chain.headHash.slice(0, 16)] : ['', chain.reason];
            return [chain.model, { text: status, paint: () => paintStatus(style, status) }, count, head];
          }),
        ) || 'There is no model to verify.',
    };
  },
});
