import type { MapRunChild } from '../map-runs/map-run.ts';

/** What is kept of one execution besides its history and frames. Times are virtual ms since the epoch. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** Number in the order of starts: the key of its history. */
  readonly number: number;
  readonly machineArn: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  /** Set when a distributed Map has started it. */
  readonly mapRun?: MapRunChild;
  /** The revision of the machine whose definition it runs to its end. */
  readonly revisionId: string;
  readonly roleArn: string;
  /** As it was given. */
  readonly input: string;
  readonly startedAt: number;
  status: ExecutionStatus;
  stoppedAt?: number | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  lastEvent: number;
  lastFrame: number;
  redriveCount: number;
  redrivenAt?: number;
  /** Answers of the last redrives by client token. */
  redriveTokens?: { readonly token: string; readonly at: number }[];
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
