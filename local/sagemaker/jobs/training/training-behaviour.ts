import type { Cloud } from '../../../cloud.ts';
import { TRAINING_PHASES } from '../durations.ts';
import type { AttemptContext, JobBehaviour } from '../job-type.ts';
import { describeTraining } from './describe-training.ts';
import { beginTraining } from './training-attempt.ts';
import type { TrainingJob } from './training-job.ts';

export function trainingBehaviour(cloud: Cloud): JobBehaviour {
  return {
    type: 'TrainingJob',
    phases: TRAINING_PHASES,
    workPhase: 'Training',
    begin: (job: TrainingJob, context: AttemptContext) => beginTraining(cloud, job, context),
    maxRuntimeSeconds: ({ request }: TrainingJob) => request.StoppingCondition?.MaxRuntimeInSeconds,
    describe: describeTraining,
  };
}
