import type { CreateTrainingJobRequest, MetricDefinition } from '@aws-sdk/client-sagemaker';
import type { JobRecord } from '../job-record.ts';

export type TrainingRequest = Omit<CreateTrainingJobRequest, 'Tags'>;

/** The last value of a metric the algorithm printed. */
export interface FinalMetric {
  readonly name: string;
  readonly value: number;
  /** Virtual ms since the epoch. */
  readonly at: number;
}

export interface TrainingResult {
  /** S3 URI of model.tar.gz. */
  readonly artifact?: string;
  readonly metrics?: readonly FinalMetric[];
}

export type TrainingJob = JobRecord<TrainingRequest, TrainingResult>;

export function metricDefinitions(request: TrainingRequest): readonly MetricDefinition[] {
  return request.AlgorithmSpecification?.MetricDefinitions ?? [];
}
