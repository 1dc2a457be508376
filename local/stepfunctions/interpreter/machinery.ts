import type { Cloud } from '../../cloud.ts';
import type { Execution } from '../executions/execution.ts';
import type { Integration } from '../integrations/integration.ts';
import type { JsonObject } from '../json.ts';
import type { Ledger } from '../ledger.ts';
import type { Frame, Wait } from './frame.ts';
import type { Run } from './run.ts';
import type { StateFailure } from './state-error.ts';
import type { Visit } from './visit.ts';

/** What the states need of the interpreter around them. */
export interface Machinery {
  readonly cloud: Cloud;
  readonly ledger: Ledger;
  /** Makes a call after the commit and brings its answer back to the frame. */
  dispatch(visit: Visit, wait: Wait, dispatch: Dispatch): void;
  /** Works outside the turns after the commit and brings what comes of it back to the frame. */
  later<T>(visit: Visit, wait: Wait, task: Later<T>): void;
  /** Takes an execution into memory. */
  open(execution: Execution, frames?: readonly Frame[]): Run;
  /** Lets a later turn look at a Map Run. */
  attend(visit: Visit, mapRunArn: string): void;
  /** Ends the children of a Map Run that run as ABORTED. */
  abortChildren(visit: Visit, mapRunArn: string): void;
  /** Calls back at a virtual time if the frame still waits so, even after a restart. */
  schedule(visit: Visit, wait: Wait, timer: WaitTimer): void;
  /** Takes back the timers of a wait that is over. */
  unschedule(visit: Visit, wait: Wait): void;
  /** As unschedule, and stops the execution or the Map Run that was waited for. */
  abandon(visit: Visit, wait: Wait): void;
  /** A task token for a wait that will begin at history event `id`. */
  token(visit: Visit, id: number): string;
  /** Ends the execution. */
  finish(visit: Visit, end: End): void;
}

/** A call that a Task makes once its turn is written. */
export interface Dispatch {
  readonly integration: Integration;
  readonly parameters: JsonObject;
  /** In real time while the call is in flight, because virtual time stands still then; undefined for none. */
  readonly timeoutSeconds: number | undefined;
}

/** Work that may be done again: a process that dies meanwhile does it anew after its restart. */
export interface Later<T> {
  readonly label: string;
  work(): Promise<T>;
  done(visit: Visit, outcome: { readonly value: T } | { readonly error: unknown }): Promise<void>;
}

export interface WaitTimer {
  readonly purpose: 'wait' | 'timeout' | 'heartbeat';
  /** Virtual ms. */
  readonly at: number;
  readonly background?: boolean;
}

export type End =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED'; readonly failure: StateFailure }
  | { readonly status: 'TIMED_OUT' }
  | { readonly status: 'ABORTED'; readonly error?: string | undefined; readonly cause?: string | undefined };
