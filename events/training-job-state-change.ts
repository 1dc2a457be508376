import * as z from 'zod';
import { envelope, type PatternScope, Status, Tags, Time } from './envelope.ts';

/** SageMaker: a training job's status or secondary status changed. Best effort, several InProgress events per job. */
export const TrainingJobStateChange = envelope({
  source: 'aws.sagemaker',
  detailType: 'SageMaker Training Job State Change',
  detail: z.object({
    TrainingJobName: z.string(),
    TrainingJobStatus: Status,
    SecondaryStatus: z.string().optional(),
    FailureReason: z.string().optional(),
    CreationTime: Time.optional(),
    TrainingEndTime: Time.optional(),
    Tags: Tags.optional(),
  }),
});

export const trainingJobEndedPattern = ({ stage }: PatternScope) => ({
  source: ['aws.sagemaker'],
  'detail-type': ['SageMaker Training Job State Change'],
  detail: { TrainingJobName: [{ prefix: `${stage}-` }], TrainingJobStatus: ['Completed', 'Failed', 'Stopped'] },
});
