import type { Json } from '../json.ts';

/**
 * One thread of an execution: the machine itself, a branch of a Parallel, an iteration of a Map. All that is needed to
 * go on with it after a restart.
 */
export interface Frame {
  /** Its key in the store: `<execution number>/<id>`. */
  readonly key: string;
  /** ARN of the execution. */
  readonly execution: string;
  readonly id: number;
  /** The frame whose Map or Parallel state this is a part of. */
  readonly parent: number | undefined;
  /** Which branch or item of the parent. */
  readonly index: number;
  /** Which states it runs, see Program.groups. */
  readonly group: string;
  /** The item of a Map's iteration, for the context object. */
  readonly item?: Json;
  status: 'running' | 'succeeded' | 'failed' | 'aborted';
  state: string;
  /** Whether the present state's StateEntered event is written. */
  entered: boolean;
  input: Json;
  /** Variables assigned in this frame; those of the parents are visible too. */
  variables: Record<string, Json>;
  /** The event that the next one names as its previous. */
  previousEvent: number;
  enteredEvent: number;
  /** Virtual ms. */
  enteredAt: number;
  /** How often each retrier of the state has been used. */
  attempts: number[];
  retryCount: number;
  wait: Wait | undefined;
  output?: Json;
}

/** What a frame waits for. Its id is the history event it began at, so an answer to an earlier wait is recognised. */
export type Wait =
  /** A Wait state's end, or the next attempt of a retrier. */
  | { readonly kind: 'timer'; readonly id: number; readonly at: number; readonly retry: boolean }
  /** A call in flight; the process that made it is the only one that hears its answer. */
  | { readonly kind: 'call'; readonly id: number; readonly prefix: string }
  /** A task token's answer. */
  | {
      readonly kind: 'token';
      readonly id: number;
      readonly prefix: string;
      /** False while the call that hands out the token is in flight. */
      submitted: boolean;
      readonly heartbeatSeconds: number | undefined;
    }
  /** Another execution's end (`startExecution.sync`). */
  | {
      readonly kind: 'execution';
      readonly id: number;
      readonly prefix: string;
      submitted: boolean;
      arn: string | undefined;
      readonly parse: boolean;
    }
  /** The end of a distributed Map's run. */
  | { readonly kind: 'mapRun'; readonly id: number; readonly arn: string }
  /** The branches of a Parallel or the iterations of an inline Map. */
  | { readonly kind: 'children'; readonly id: number; readonly items: readonly Json[]; readonly concurrency: number };
