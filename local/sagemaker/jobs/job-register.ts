import type { Tag } from '@aws-sdk/client-sagemaker';
import { arn as makeArn } from '../../arn.ts';
import { type Cloud, ServiceError } from '../../cloud.ts';
import { type ListDefaults, type ListRequest, listPage } from '../list-page.ts';
import { openTags } from '../tags.ts';
import { required, requireName, validationError } from '../validation.ts';
import type { JobEngine } from './job-engine.ts';
import { hasEnded, type JobRecord, type JobType, jobCollection } from './job-record.ts';
import { JOB_TEXTS } from './job-texts.ts';

/** What the operations on one type of job have in common. */
export interface JobRegister<Job extends JobRecord> {
  /** @throws ValidationException, ResourceInUse when the name was used before */
  create(name: string | undefined, request: () => Job['request'], tags: readonly Tag[] | undefined): Job;
  /** @throws ValidationException in SageMaker's words when there is none */
  find(name: string | undefined): Job;
  /** @throws ValidationException when there is none or it has ended */
  stop(name: string | undefined): void;
  list(request: ListRequest, defaults: ListDefaults): { page: Job[]; NextToken?: string };
}

export function createJobRegister<Job extends JobRecord>(
  cloud: Cloud,
  engine: JobEngine,
  type: JobType,
): JobRegister<Job> {
  const jobs = jobCollection(cloud);
  const tags = openTags(cloud);
  const texts = JOB_TEXTS[type];
  const arnOf = (name: string) => makeArn(cloud, 'sagemaker', `${texts.resource}/${name.toLowerCase()}`);

  function find(name: string | undefined): Job {
    const given = required(name, texts.member);
    const found = jobs.get(arnOf(given));
    if (found !== undefined) return found as Job;
    throw validationError(texts.notFound(given));
  }

  return {
    find,
    create(given, request, tagged) {
      const name = requireName(given, texts.member);
      const arn = arnOf(name);
      const now = cloud.clock.now();
      const checked = request();
      if (jobs.has(arn)) throw new ServiceError('ResourceInUse', texts.inUse(arn));
      const fault = faultOf(cloud, type, name);
      const job: JobRecord = {
        type,
        name,
        arn,
        status: 'InProgress',
        phase: 0,
        transitions: [{ status: 'Starting', startedAt: now, message: 'Preparing the instances for training' }],
        createdAt: now,
        modifiedAt: now,
        ...(fault === undefined ? {} : { fault }),
        request: checked,
      };
      tags.set(arn, tagged);
      engine.start(job);
      return job as Job;
    },
    stop(name) {
      const job = find(name);
      if (hasEnded(job)) throw validationError(texts.ended(job.status));
      if (job.status === 'InProgress') engine.stop(job);
    },
    list(request, defaults) {
      const ofType = jobs.values().filter((job) => job.type === type) as Job[];
      return listPage(ofType, request, defaults);
    },
  };
}

/** Faults of RunTrainingJob and the like, decided when the job starts and kept with it. */
function faultOf(cloud: Cloud, type: JobType, name: string): string | undefined {
  const fault = cloud.fault({ service: 'sagemaker', operation: `Run${type}`, subject: { [`${type}Name`]: name } });
  if (fault?.error === undefined) return undefined;
  const { code, message } = fault.error;
  if (code !== 'CapacityError') return `${code}: ${message}`;
  return 'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.';
}
