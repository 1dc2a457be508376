import type { Cloud } from '../../cloud.ts';
import type { Integration } from '../integrations/integration.ts';
import type { JsonObject } from '../json.ts';
import type { Wait } from './frame.ts';
import type { StateFailure } from './state-error.ts';
import type { Visit } from './visit.ts';

/** What the states need of the interpreter around them. */
export interface Machinery {
  readonly cloud: Cloud;
  /** Makes a call after the commit and brings its answer back to the frame. */
  dispatch(visit: Visit, wait: Wait, dispatch: Dispatch): void;
  /** Calls back at a virtual time if the frame still waits so, even after a restart. */
  schedule(visit: Visit, wait: Wait, timer: WaitTimer): void;
  /** Takes back the timers of a wait that is over. */
  unschedule(visit: Visit, wait: Wait): void;
  /** As unschedule, and stops the execution that was waited for. */
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
