/** An archive as it is kept. Times are virtual ms. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly bus: string;
  readonly createdAt: number;
  pattern?: string | undefined;
  description?: string | undefined;
  /** 0 keeps events for ever. */
  retentionDays: number;
}

export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly archiveArn: string;
  readonly bus: string;
  readonly busArn: string;
  readonly filterArns: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly description?: string | undefined;
  readonly startedAt: number;
  state: 'STARTING' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  endedAt?: number;
  lastReplayed?: number;
}
