import type { ValidateStateMachineDefinitionInput } from '@aws-sdk/client-sfn';
import type { Parts } from '../service-parts.ts';
import { checkDefinition } from './check.ts';

export function validateOperations({ compiler }: Parts) {
  return {
    async ValidateStateMachineDefinition({ definition = '', maxResults }: ValidateStateMachineDefinitionInput) {
      const found = await checkDefinition(definition, compiler);
      const diagnostics = found.map((diagnostic) => ({ severity: 'ERROR', ...diagnostic }));
      const limit = maxResults || 100;
      return {
        result: found.length === 0 ? 'OK' : 'FAIL',
        diagnostics: diagnostics.slice(0, limit),
        truncated: diagnostics.length > limit,
      };
    },
  };
}
