import { redriveStatus } from '../executions/redrive-status.ts';
import { countedAs, move } from '../map-runs/counts.ts';
import type { Visit } from './visit.ts';

/**
 * Takes a Map Run up where it ended: children that did not succeed are redriven, those never started are started, and if there are
 * none its results are written again. False when a new Map Run must be started: this one has read no items, or has succeeded.
 * Source: AWS developer guide, redriving Map Runs.
 */
export function redriveMapRun(visit: Visit): boolean {
  const { frame, machinery, turn } = visit;
  if (frame.wait?.kind !== 'mapRun') return false;
  const mapRun = turn.mapRunAt(frame.wait.arn);
  if (mapRun.stage === 'reading' || mapRun.status === 'SUCCEEDED') return false;
  mapRun.status = 'RUNNING';
  mapRun.stage = 'running';
  mapRun.stoppedAt = undefined;
  mapRun.redriveCount++;
  mapRun.redrivenAt = turn.now;
  mapRun.toRedrive = [];
  for (const child of machinery.ledger.index.childrenOf(mapRun)) {
    if (redriveStatus(child, turn.now).status === 'NOT_REDRIVABLE') continue;
    mapRun.toRedrive.push(child.arn);
    move(mapRun, child.mapRun?.items ?? 0, { from: countedAs(child), to: 'pendingRedrive' });
  }
  turn.saveMapRun(mapRun);
  const { arn: mapRunArn, redriveCount } = mapRun;
  const id = visit.event('MapRunRedriven', { mapRunRedrivenEventDetails: { mapRunArn, redriveCount } });
  frame.wait = { ...frame.wait, id };
  machinery.attend(visit, mapRun.arn);
  return true;
}
