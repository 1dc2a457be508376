/** What is kept of a distributed Map's run besides its children, which are executions. Times are virtual ms. */
export interface MapRun {
  readonly arn: string;
  readonly label: string;
  /** ARN of the execution whose Map state it is, and that state's frame. */
  readonly execution: string;
  readonly frame: number;
  /** `stateMachine:<machine>/<label>`: what its children are executions of. */
  readonly machineArn: string;
  readonly startedAt: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Reading its items, running its children, or writing their results. A redrive goes on from here. */
  stage: 'reading' | 'running' | 'writing';
  stoppedAt?: number | undefined;
  /** 0 for as many as AWS runs at once. */
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  readonly executions: Counts;
  readonly items: Counts;
  /** Index of the first child that was never started. */
  next: number;
  /** ARNs of the children that are yet to be redriven. */
  toRedrive: string[];
  redriveCount: number;
  redrivenAt?: number;
}

/** How many children, or items in them, are in each status. */
export type Counts = Record<ChildStatus, number>;

export type ChildStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'pendingRedrive';

/** What an execution that a Map Run has started knows of it. */
export interface MapRunChild {
  readonly arn: string;
  readonly index: number;
  /** How many items its input holds. */
  readonly items: number;
  /** Which states it runs, see Program.groups. */
  readonly group: string;
}
