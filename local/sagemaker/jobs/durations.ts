/** A stretch of a job's life, in virtual seconds. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

/** Of the order small jobs take on AWS; about 4 minutes in all. The names are the secondary statuses. */
export const TRAINING_PHASES: readonly Phase[] = [
  { name: 'Starting', seconds: 60 },
  { name: 'Downloading', seconds: 30 },
  { name: 'Training', seconds: 120 },
  { name: 'Uploading', seconds: 30 },
];

export const TRANSFORM_PHASES: readonly Phase[] = [
  { name: 'Starting', seconds: 120 },
  { name: 'Transforming', seconds: 120 },
];

export const PROCESSING_PHASES: readonly Phase[] = [
  { name: 'Starting', seconds: 60 },
  { name: 'Processing', seconds: 120 },
];

/** From Stopping to Stopped. SageMaker gives an algorithm at most 120 s after SIGTERM. */
export const STOPPING_SECONDS = 30;
