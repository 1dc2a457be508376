import type { Profile } from './profile.ts';

/** `artifacts/<model>/<run>/profile.json`: what later datasets are compared with while this run's version serves. */
export interface RunProfile {
  readonly version: 1;
  /** Ids of the datasets it was trained on, oldest first. */
  readonly datasets: readonly string[];
  /** Event time of the newest row trained on, ISO 8601. */
  readonly trainedThrough: string;
  /** The landed columns of those datasets' rows, up to that time. */
  readonly training: Profile;
  /** The features of the rows that landed last. */
  readonly features: Profile;
}
