import { failMapRun, writeResultsOf } from './map-run-end.ts';
import { readItemsOf } from './map-run-items.ts';
import type { Visit } from './visit.ts';

/** After a start of the process: a Map Run reads or writes again what it was at, or looks at its children. */
export async function takeUpMapRun(visit: Visit): Promise<void> {
  const { frame, turn } = visit;
  if (frame.wait?.kind !== 'mapRun') return;
  const mapRun = turn.mapRunAt(frame.wait.arn);
  try {
    if (mapRun.stage === 'reading') await readItemsOf(visit);
    else if (mapRun.stage === 'writing') await writeResultsOf(visit, mapRun);
    else turn.attend(mapRun.arn);
  } catch (error) {
    await failMapRun(visit, error);
  }
}
