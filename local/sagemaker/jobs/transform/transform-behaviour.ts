import type { Cloud } from '../../../cloud.ts';
import { TRANSFORM_PHASES } from '../durations.ts';
import type { AttemptContext, JobBehaviour } from '../job-type.ts';
import { describeTransform } from './describe-transform.ts';
import { beginTransform } from './transform-attempt.ts';
import type { TransformJob } from './transform-job.ts';

export function transformBehaviour(cloud: Cloud): JobBehaviour {
  return {
    type: 'TransformJob',
    phases: TRANSFORM_PHASES,
    workPhase: 'Transforming',
    begin: (job: TransformJob, context: AttemptContext) => beginTransform(cloud, job, context),
    maxRuntimeSeconds: () => undefined,
    describe: describeTransform,
  };
}
