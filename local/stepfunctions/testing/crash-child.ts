import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceError } from '../../cloud.ts';
import { LONG_WORKFLOW } from './long-workflow.ts';
import { createSfnCloud } from './sfn-cloud.ts';

// Run by restart.test.ts as a process of its own, which is killed while it works.
const [directory = '', executions = '0'] = process.argv.slice(2);
const slowly = async (payload: never) => {
  await pause(1);
  return payload;
};
const cloud = createSfnCloud({ directory, functions: { slowly } });
const stateMachineArn = await cloud.machine('long', LONG_WORKFLOW);
for (let n = 0; n < Number(executions); n++) {
  const start = { stateMachineArn, name: `run-${n}`, input: JSON.stringify({ n }) };
  await cloud.sfn('StartExecution', start).catch((error: ServiceError) => {
    // An earlier life of this process may have started and finished it.
    if (error.code !== 'ExecutionAlreadyExists') throw error;
  });
}
process.send?.('started');
await cloud.clock.run();
