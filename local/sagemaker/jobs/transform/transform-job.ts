import type { CreateTransformJobRequest } from '@aws-sdk/client-sagemaker';
import type { JobRecord } from '../job-record.ts';

export type TransformRequest = Omit<CreateTransformJobRequest, 'Tags'>;
export type TransformJob = JobRecord<TransformRequest>;
