import type { Cloud } from '../../cloud.ts';
import type { JobRecord } from './job-record.ts';

/** Writes a job's lines to /aws/sagemaker/<type>s, stream <job>/<container>-<epoch seconds>, as SageMaker does. */
export function jobLog(cloud: Cloud, job: JobRecord, container: string): (message: string) => void {
  const group = `/aws/sagemaker/${job.type}s`;
  const stream = `${job.name}/${container}-${Math.floor(cloud.clock.now() / 1000)}`;
  return (message) => cloud.log({ group, stream, message });
}
