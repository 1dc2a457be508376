import type { CreateProcessingJobRequest } from '@aws-sdk/client-sagemaker';
import type { JobRecord } from '../job-record.ts';

export type ProcessingRequest = Omit<CreateProcessingJobRequest, 'Tags'>;

export interface ProcessingResult {
  /** What the program wrote to output/message. */
  readonly exitMessage?: string;
}

export type ProcessingJob = JobRecord<ProcessingRequest, ProcessingResult>;
