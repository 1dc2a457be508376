import type { Catcher, Retrier } from '../definition/asl.ts';
import { QueryError } from '../query/query-error.ts';
import { abortBelow, close } from './abort.ts';
import type { Wait } from './frame.ts';
import { leave, removeTree } from './leave.ts';
import { matchesError, StateError, type StateFailure } from './state-error.ts';
import { iterationFailed } from './states/map.ts';
import { branchFailed } from './states/parallel.ts';
import { type Visit, whereOf } from './visit.ts';

/** Retry's defaults and bounds. Source: https://states-language.net/#errors. */
const DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/** Decides what becomes of an error in a state: another attempt, a catcher, or the end of the frame. */
export async function recover(visit: Visit, thrown: unknown): Promise<void> {
  const failure = failureOf(visit, thrown);
  if (failure.uncatchable === true) return visit.machinery.finish(visit, { status: 'FAILED', failure });
  if (retry(visit, failure)) return;
  const { Catch = [] } = visit.here.state;
  const caught = Catch.findIndex((catcher) => matchesError(catcher.ErrorEquals, failure));
  const catcher = Catch[caught];
  if (catcher === undefined) return await fail(visit, failure);
  try {
    await leaveBy(visit, { catcher, number: caught, failure });
  } catch (error) {
    const again = failureOf(visit, error);
    if (again.uncatchable === true) return visit.machinery.finish(visit, { status: 'FAILED', failure: again });
    await fail(visit, again);
  }
}

/** The failure in what was thrown; a failed expression is first written to the history. */
export function failureOf(visit: Visit, thrown: unknown): StateFailure {
  if (thrown instanceof StateError) return thrown.failure;
  if (!(thrown instanceof QueryError)) throw thrown;
  const failure: StateFailure = { error: 'States.QueryEvaluationError', cause: `${whereOf(visit)} ${thrown.message}` };
  visit.event('EvaluationFailed', {
    evaluationFailedEventDetails: { ...failure, location: thrown.location, state: visit.frame.state },
  });
  return failure;
}

function retry(visit: Visit, failure: StateFailure): boolean {
  const { frame, here, machinery, run } = visit;
  const retriers = here.state.Retry ?? [];
  const number = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure));
  const retrier = retriers[number];
  if (retrier === undefined) return false;
  const used = frame.attempts[number] ?? 0;
  if (used >= (retrier.MaxAttempts ?? DEFAULTS.MaxAttempts)) return false;
  for (const child of run.children(frame)) removeTree(visit.at(child));
  frame.attempts = retriers.map((_, n) => (frame.attempts[n] ?? 0) + (n === number ? 1 : 0));
  frame.retryCount++;
  const at = visit.now + Math.round(delaySeconds(retrier, used, () => machinery.cloud.random()) * 1_000);
  const wait: Wait = { kind: 'timer', id: frame.previousEvent, at, retry: true };
  frame.wait = wait;
  visit.turn.save(frame);
  machinery.schedule(visit, wait, { purpose: 'wait', at });
  return true;
}

/** Seconds before the next attempt of a retrier that was used `used` times. */
export function delaySeconds(retrier: Retrier, used: number, random: () => number): number {
  const { IntervalSeconds, BackoffRate } = { ...DEFAULTS, ...retrier };
  const full = Math.min(IntervalSeconds * BackoffRate ** used, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? full * random() : full;
}

interface Caught {
  readonly catcher: Catcher;
  readonly number: number;
  readonly failure: StateFailure;
}

async function leaveBy(visit: Visit, { catcher, number, failure }: Caught): Promise<void> {
  const output = { Error: failure.error, Cause: failure.cause ?? '' };
  const fields = visit.here.catchers[number] ?? {};
  await leave(visit, { output, shown: { errorOutput: output }, fields, next: catcher.Next });
}

/** Nothing holds the error up: the frame fails, and with it the state around it, or the execution. */
async function fail(visit: Visit, failure: StateFailure): Promise<void> {
  const { frame, parent, machinery } = visit;
  for (const child of visit.run.children(frame)) abortBelow(visit.at(child));
  close(visit, 'failed');
  if (parent === undefined) {
    machinery.finish(visit, { status: 'FAILED', failure });
    return;
  }
  (parent.here.state.Type === 'Map' ? iterationFailed : branchFailed)(parent, visit);
  await recover(parent, new StateError(failure));
}
