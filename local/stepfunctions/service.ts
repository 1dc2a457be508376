import type { Cloud, Service } from '../cloud.ts';
import { validateOperations } from './definition/validate-operations.ts';
import { executionOperations } from './executions/execution-operations.ts';
import { tokenOperations } from './executions/token-operations.ts';
import { historyOperations } from './history/history-operations.ts';
import { Interpreter } from './interpreter/interpreter.ts';
import { openLedger } from './ledger.ts';
import { aliasOperations } from './machines/alias-operations.ts';
import { machineOperations } from './machines/machine-operations.ts';
import { versionOperations } from './machines/version-operations.ts';
import { mapRunOperations } from './map-runs/map-run-operations.ts';
import { QueryCompiler } from './query/query.ts';
import { tagOperations } from './tags/tag-operations.ts';

/**
 * Step Functions: standard workflows in JSONata on the virtual clock. Every step is written before it has an effect, so
 * that an execution goes on after the death of the process.
 */
export function createStepFunctions(cloud: Cloud): Service {
  const ledger = openLedger(cloud.store);
  const compiler = new QueryCompiler({
    random: () => cloud.random(),
    uuid: () => cloud.uuid(),
    now: () => cloud.clock.now(),
  });
  const interpreter = new Interpreter(cloud, ledger, compiler);
  const parts = { cloud, ledger, compiler, interpreter };
  return {
    id: 'sfn',
    operations: {
      ...machineOperations(parts),
      ...versionOperations(parts),
      ...aliasOperations(parts),
      ...executionOperations(parts),
      ...mapRunOperations(parts),
      ...tokenOperations(parts),
      ...historyOperations(parts),
      ...validateOperations(parts),
      ...tagOperations(parts),
    },
    resume: () => interpreter.resume(),
    close: () => interpreter.close(),
  };
}
