import type { Json } from '../json.ts';
import { exceedsTolerance } from '../map-runs/counts.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import { resultOf } from '../map-runs/result.ts';
import { destinationOf, writeResults } from '../map-runs/result-files.ts';
import { leave } from './leave.ts';
import { failureOf, recover } from './recover.ts';
import { StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/** No child runs or will: the results are written, if the state has a ResultWriter, and the state goes on. */
export async function childrenEnded(visit: Visit, mapRun: MapRun): Promise<void> {
  if (visit.here.state.ResultWriter === undefined) return await conclude(visit, mapRun);
  mapRun.stage = 'writing';
  visit.turn.saveMapRun(mapRun);
  await writeResultsOf(visit, mapRun);
}

/** Has the ResultWriter write the results; of a Map Run that fails, too. */
export async function writeResultsOf(visit: Visit, mapRun: MapRun): Promise<void> {
  const { frame, machinery } = visit;
  const { cloud, ledger } = machinery;
  if (frame.wait === undefined) return;
  try {
    const destination = destinationOf(mapRun, await visit.evaluate('ResultWriter/Arguments'));
    const details = { Bucket: destination.bucket, Key: `${destination.folder}/manifest.json` };
    machinery.later(visit, frame.wait, {
      label: `the results of ${frame.state}`,
      work: async () => {
        const children = ledger.index.childrenOf(mapRun);
        const unstarted = ledger.childInputs.from(mapRun.arn, mapRun.next, mapRun.executions.pending);
        await writeResults(cloud, destination, { mapRun, children, unstarted });
      },
      done: async (later, outcome) => {
        if ('error' in outcome) return await failMapRun(later, outcome.error);
        await conclude(later, mapRun, { MapRunArn: mapRun.arn, ResultWriterDetails: details });
      },
    });
  } catch (error) {
    await failMapRun(visit, error);
  }
}

async function conclude(visit: Visit, mapRun: MapRun, written?: Json): Promise<void> {
  const { frame, machinery, run, turn } = visit;
  if (exceedsTolerance(mapRun)) return await failMapRun(visit, thresholdExceeded());
  closeMapRun(visit, mapRun, 'SUCCEEDED');
  // MapStateExited follows none of these two. Recorded on AWS 2024-11-13.
  const ended = turn.event(run, frame.previousEvent, { type: 'MapRunSucceeded' });
  turn.event(run, ended, { type: 'MapStateSucceeded' });
  const result = written ?? machinery.ledger.index.childrenOf(mapRun).map((child) => resultOf(child, turn.now));
  try {
    await leave(visit, { output: result, shown: { result } });
  } catch (error) {
    await recover(visit, error);
  }
}

/** The sentence is AWS's. */
function thresholdExceeded(): StateError {
  const cause = 'The specified tolerated failure threshold was exceeded';
  return new StateError({ error: 'States.ExceedToleratedFailureThreshold', cause });
}

/** A Map Run that read its items, ran its children or wrote their results in vain: the state fails. */
export async function failMapRun(visit: Visit, thrown: unknown): Promise<void> {
  const { frame, turn } = visit;
  if (frame.wait?.kind !== 'mapRun') return;
  const mapRun = turn.mapRunAt(frame.wait.arn);
  const failure = exceedsTolerance(mapRun) ? thresholdExceeded().failure : failureOf(visit, thrown);
  closeMapRun(visit, mapRun, 'FAILED');
  const { error, cause } = failure;
  visit.event('MapRunFailed', { mapRunFailedEventDetails: { error, ...(cause !== undefined && { cause }) } });
  visit.event('MapStateFailed');
  await recover(visit, new StateError(failure));
}

/** Ends a Map Run, and the children of it that run. */
export function closeMapRun(visit: Visit, mapRun: MapRun, status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void {
  if (mapRun.status !== 'RUNNING') return;
  mapRun.status = status;
  mapRun.stoppedAt = visit.turn.now;
  visit.turn.saveMapRun(mapRun);
  visit.machinery.abortChildren(visit, mapRun.arn);
}
