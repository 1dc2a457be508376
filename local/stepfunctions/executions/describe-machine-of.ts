import type { Definition, StateGroup } from '../definition/asl.ts';
import { groupKey } from '../definition/program.ts';
import { statesOf } from '../definition/walk.ts';
import type { JsonObject } from '../json.ts';
import type { Ledger } from '../ledger.ts';
import type { Execution } from './execution.ts';

/** The machine an execution runs, as DescribeStateMachineForExecution answers. */
export function describeMachineOf({ revisions, mapRuns }: Ledger, execution: Execution) {
  const revision = revisions.get(execution.revisionId);
  const mapRun = mapRuns.get(execution.mapRun?.arn ?? '');
  return {
    stateMachineArn: execution.machineArn,
    name: execution.machineArn.split(':').at(-1),
    definition: processorOf(revision?.definition, execution) ?? revision?.definition,
    roleArn: execution.roleArn,
    updateDate: new Date(revision?.createdAt ?? execution.startedAt),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    revisionId: execution.revisionId,
    ...(mapRun !== undefined && { mapRunArn: mapRun.arn, label: mapRun.label }),
  };
}

/** The item processor a child runs, as a definition. */
function processorOf(definition: string | undefined, { mapRun }: Execution): string | undefined {
  if (definition === undefined || mapRun === undefined) return undefined;
  const whole = JSON.parse(definition) as Definition;
  for (const { name, state } of statesOf(whole as unknown as JsonObject)) {
    if (mapRun.group !== groupKey(name) || state.ItemProcessor === undefined) continue;
    const { StartAt, States } = state.ItemProcessor as unknown as StateGroup;
    return JSON.stringify({ QueryLanguage: whole.QueryLanguage, StartAt, States });
  }
  return undefined;
}
