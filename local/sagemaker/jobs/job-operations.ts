import type { Cloud } from '../../cloud.ts';
import { createJobEngine } from './job-engine.ts';
import type { JobType } from './job-record.ts';
import { createJobRegister } from './job-register.ts';
import type { JobBehaviour } from './job-type.ts';
import { processingBehaviour } from './processing/processing-behaviour.ts';
import type { ProcessingJob } from './processing/processing-job.ts';
import { createProcessingOperations } from './processing/processing-operations.ts';
import { trainingBehaviour } from './training/training-behaviour.ts';
import type { TrainingJob } from './training/training-job.ts';
import { createTrainingOperations } from './training/training-operations.ts';
import { transformBehaviour } from './transform/transform-behaviour.ts';
import type { TransformJob } from './transform/transform-job.ts';
import { createTransformOperations } from './transform/transform-operations.ts';

/** What jobs do: real work in child processes. */
function realBehaviours(cloud: Cloud): Readonly<Record<JobType, JobBehaviour>> {
  return {
    TrainingJob: trainingBehaviour(cloud),
    TransformJob: transformBehaviour(cloud),
    ProcessingJob: processingBehaviour(cloud),
  };
}

/** The operations on training, transform and processing jobs. */
export function createJobOperations(cloud: Cloud, behaviours = realBehaviours(cloud)) {
  const engine = createJobEngine(cloud, behaviours);
  return {
    operations: {
      ...createTrainingOperations(createJobRegister<TrainingJob>(cloud, engine, 'TrainingJob')),
      ...createTransformOperations(createJobRegister<TransformJob>(cloud, engine, 'TransformJob'), cloud),
      ...createProcessingOperations(createJobRegister<ProcessingJob>(cloud, engine, 'ProcessingJob')),
    },
    resume: engine.resume,
    close: engine.close,
  };
}
