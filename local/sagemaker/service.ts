import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateService } from '../cloud.ts';
import { createJobOperations } from './jobs/job-operations.ts';
import { createModelOperations } from './models.ts';
import { createTagOperations } from './tags.ts';

/** SageMaker: models, the registry, jobs as real work in child processes, endpoints. */
export const createSageMaker: CreateService = (cloud) => {
  // Folders of containers that a killed process left behind.
  rmSync(join(cloud.store.directory, 'containers'), { recursive: true, force: true });
  const jobs = createJobOperations(cloud);
  return {
    id: 'sagemaker',
    operations: { ...createModelOperations(cloud), ...createTagOperations(cloud), ...jobs.operations },
    resume: () => jobs.resume(),
    close: () => jobs.close(),
  };
};
