import type { Line } from '../line.ts';
import type { TrafficReport } from '../traffic.ts';

/** What an act leaves for the summary and for the acts after it. */
export interface ActResult {
  /** One line each, shown under the act and in the summary. */
  readonly findings: readonly string[];
  /** From data landed to serving, by stage, where the act released something. */
  readonly clock?: StageClock;
  readonly traffic?: TrafficReport;
}

/** How long each stage of a run took, virtual seconds, from data landed to serving. */
export interface StageClock {
  readonly run: string;
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  readonly totalSeconds: number;
}

export interface Act {
  readonly number: number;
  readonly title: string;
  /** Virtual minutes it may take. */
  readonly budgetMinutes: number;
  play(line: Line): Promise<ActResult>;
}
