import type { Execution } from '../executions/execution.ts';
import { countedAs, exceedsTolerance, move, unfinished } from '../map-runs/counts.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import { childrenEnded } from './map-run-end.ts';
import { redriveChild, startChild } from './start-child.ts';
import type { Turn } from './turn.ts';
import type { Visit } from './visit.ts';

/** Without MaxConcurrency a Map Run runs so many children at once. Source: AWS developer guide, distributed mode. */
const MAX_CONCURRENCY = 10_000;

/** At most this many children are started in one turn, so that others do not wait for it. */
const STARTED_AT_ONCE = 100;

/** Looks at a Map Run whose children have moved: it fails, starts further children, or ends. `visit` is at its state. */
export async function advanceMapRun(visit: Visit, mapRun: MapRun): Promise<void> {
  if (mapRun.status !== 'RUNNING' || mapRun.stage !== 'running') return;
  if (exceedsTolerance(mapRun)) {
    visit.machinery.abortChildren(visit, mapRun.arn);
    return await childrenEnded(visit, mapRun);
  }
  await startChildren(visit, mapRun);
  if (unfinished(mapRun) === 0) await childrenEnded(visit, mapRun);
}

async function startChildren(visit: Visit, mapRun: MapRun): Promise<void> {
  const { machinery, turn } = visit;
  const { pending, pendingRedrive, running } = mapRun.executions;
  const free = Math.min((mapRun.maxConcurrency || MAX_CONCURRENCY) - running, pending + pendingRedrive);
  if (free <= 0) return;
  const now = turn.begins(mapRun.arn) ? Math.min(free, STARTED_AT_ONCE) : 0;
  const redriven = mapRun.toRedrive.splice(0, now);
  for (const arn of redriven) await redriveChild(visit, mapRun, arn);
  const inputs = machinery.ledger.childInputs.from(mapRun.arn, mapRun.next, now - redriven.length);
  for (const input of inputs) startChild(visit, mapRun, input);
  turn.write(() => machinery.ledger.childInputs.forget(mapRun.arn, mapRun.next));
  turn.saveMapRun(mapRun);
  if (free > now) machinery.attend(visit, mapRun.arn);
}

/** A child has ended, however it did. */
export function childClosed(turn: Turn, child: Execution): void {
  if (child.mapRun === undefined) return;
  const mapRun = turn.mapRunAt(child.mapRun.arn);
  move(mapRun, child.mapRun.items, { from: 'running', to: countedAs(child) });
  turn.saveMapRun(mapRun);
  turn.attend(mapRun.arn);
}
