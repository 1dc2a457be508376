import { createHash } from 'node:crypto';
import { mapRunArn } from '../../machines/arns.ts';
import { noCounts } from '../../map-runs/counts.ts';
import type { MapRun } from '../../map-runs/map-run.ts';
import { itemsOf } from '../map-items.ts';
import { failMapRun } from '../map-run-end.ts';
import { itemsRead, readItemsOf } from '../map-run-items.ts';
import { countField, percentageField } from '../typed-field.ts';
import type { Visit } from '../visit.ts';

/** Starts a Map Run: each item, or each batch of them, becomes an execution of its own. Its end completes the state. */
export async function distributedMap(visit: Visit): Promise<void> {
  const { frame, here } = visit;
  const items = here.state.ItemReader === undefined ? await itemsOf(visit) : undefined;
  // Of items that are yet to be read the length is 0. Recorded on AWS 2024-11-13.
  visit.event('MapStateStarted', { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  const mapRun = await createMapRun(visit);
  const { arn } = mapRun;
  const id = visit.event('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  frame.wait = { kind: 'mapRun', id, arn };
  try {
    await (items === undefined ? readItemsOf(visit) : itemsRead(visit, items));
  } catch (error) {
    await failMapRun(visit, error);
  }
}

async function createMapRun(visit: Visit): Promise<MapRun> {
  const { frame, machinery, run, turn } = visit;
  const { cloud } = machinery;
  const label = labelOf(visit);
  const [machine = ''] = run.machineName.split('/');
  const mapRun: MapRun = {
    arn: mapRunArn(cloud, `${machine}/${label}`, cloud.uuid()),
    label,
    execution: run.execution.arn,
    frame: frame.id,
    machineArn: `${run.execution.machineArn.split('/')[0]}/${label}`,
    startedAt: turn.now,
    status: 'RUNNING',
    stage: 'reading',
    maxConcurrency: (await countField(visit, 'MaxConcurrency')) ?? 0,
    toleratedFailureCount: await countField(visit, 'ToleratedFailureCount'),
    toleratedFailurePercentage: await percentageField(visit, 'ToleratedFailurePercentage'),
    executions: noCounts(),
    items: noCounts(),
    next: 0,
    toRedrive: [],
    redriveCount: 0,
  };
  turn.saveMapRun(mapRun);
  return mapRun;
}

/** The state's Label; AWS makes one up where there is none, here the same one at every run. */
function labelOf({ here }: Visit): string {
  if (here.state.Label !== undefined) return here.state.Label;
  const digest = createHash('sha256').update(here.name).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
}
