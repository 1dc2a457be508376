import * as z from 'zod';
import { envelope, type PatternScope, Status, Tags, Time } from './envelope.ts';

/** SageMaker: a batch transform's status changed. Best effort. */
export const TransformJobStateChange = envelope({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Transform Job State Change',
  detail: z.object({
    TransformJobName: z.string(),
    TransformJobStatus: Status,
    FailureReason: z.string().optional(),
    CreationTime: Time.optional(),
    TransformEndTime: Time.optional(),
    Tags: Tags.optional(),
  }),
});

export const transformJobEndedPattern = ({ stage }: PatternScope) => ({
  source: ['aws.sagemaker'],
  'detail-type': ['SageMaker Transform Job State Change'],
  detail: { TransformJobName: [{ prefix: `${stage}-` }], TransformJobStatus: ['Completed', 'Failed', 'Stopped'] },
});
