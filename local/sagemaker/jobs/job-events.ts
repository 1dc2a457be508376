import type { Cloud } from '../../cloud.ts';
import { openTags } from '../tags.ts';
import type { JobRecord } from './job-record.ts';
import type { JobBehaviour } from './job-type.ts';

const DETAIL_TYPES = {
  TrainingJob: 'SageMaker Training Job State Change',
  TransformJob: 'SageMaker Transform Job State Change',
  ProcessingJob: 'SageMaker Processing Job State Change',
} as const;

/** Tells the default bus: the job's description with its times in epoch milliseconds, and its tags. */
export function emitJobEvent(cloud: Cloud, job: JobRecord, behaviour: JobBehaviour): void {
  cloud.emit({
    source: 'aws.sagemaker',
    detailType: DETAIL_TYPES[job.type],
    resources: [job.arn],
    detail: { ...withEpochTimes(behaviour.describe(job)), Tags: openTags(cloud).of(job.arn) },
  });
}

function withEpochTimes(description: object): Record<string, unknown> {
  const convert = (value: unknown): unknown => {
    if (value instanceof Date) return value.getTime();
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value === 'object' && value !== null) return withEpochTimes(value);
    return value;
  };
  const entries = Object.entries(description).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
}
