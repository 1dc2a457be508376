import type { Cloud } from '../../../cloud.ts';
import { PROCESSING_PHASES } from '../durations.ts';
import type { AttemptContext, JobBehaviour } from '../job-type.ts';
import { describeProcessing } from './describe-processing.ts';
import { beginProcessing } from './processing-attempt.ts';
import type { ProcessingJob } from './processing-job.ts';

export function processingBehaviour(cloud: Cloud): JobBehaviour {
  return {
    type: 'ProcessingJob',
    phases: PROCESSING_PHASES,
    workPhase: 'Processing',
    begin: (job: ProcessingJob, context: AttemptContext) => beginProcessing(cloud, job, context),
    maxRuntimeSeconds: ({ request }: ProcessingJob) => request.StoppingCondition?.MaxRuntimeInSeconds,
    describe: describeProcessing,
  };
}
