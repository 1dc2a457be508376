import { groupKey } from '../definition/program.ts';
import type { Execution } from '../executions/execution.ts';
import { startedEvent } from '../executions/started-event.ts';
import { executionArn } from '../machines/arns.ts';
import type { ChildInput } from '../map-runs/child-inputs.ts';
import { move } from '../map-runs/counts.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import { addRoot } from './add-root.ts';
import { announce } from './finish.ts';
import { redrive } from './redrive.ts';
import { Visit } from './visit.ts';

/** Starts the next child of a Map Run: an execution of its own, which sees nothing of its parent but its input. */
export function startChild(visit: Visit, mapRun: MapRun, { input, items }: ChildInput): void {
  const { machinery, run: parent, turn } = visit;
  const { cloud, ledger } = machinery;
  const name = cloud.uuid();
  const execution: Execution = {
    arn: executionArn(cloud, mapRun.machineArn.split(':').at(-1) ?? '', name),
    name,
    number: ledger.index.next(),
    machineArn: mapRun.machineArn,
    mapRun: { arn: mapRun.arn, index: mapRun.next, items, group: groupKey(visit.frame.state) },
    revisionId: parent.execution.revisionId,
    roleArn: parent.execution.roleArn,
    input,
    startedAt: turn.now,
    status: 'RUNNING',
    lastEvent: 0,
    lastFrame: 0,
    redriveCount: 0,
  };
  ledger.index.add(execution);
  const run = machinery.open(execution);
  turn.event(run, 0, startedEvent(execution));
  announce(visit, execution);
  addRoot(run, turn);
  move(mapRun, items, { from: 'pending', to: 'running' });
  mapRun.next++;
}

/** Takes up a child that did not succeed, where it failed. */
export async function redriveChild(visit: Visit, mapRun: MapRun, arn: string): Promise<void> {
  const { machinery, turn } = visit;
  const { ledger } = machinery;
  const execution = ledger.executions.get(arn);
  if (execution === undefined) throw new Error(`The store has no execution ${arn}.`);
  const frames = ledger.frames.list({ prefix: `${execution.number}/` }).map(([, frame]) => frame);
  const run = machinery.open(execution, frames);
  const frame = frames.find(({ parent }) => parent === undefined) ?? addRoot(run, turn);
  move(mapRun, execution.mapRun?.items ?? 0, { from: 'pendingRedrive', to: 'running' });
  await redrive(new Visit(machinery, turn, { run, frame }));
}
