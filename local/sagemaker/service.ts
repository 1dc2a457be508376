import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateService } from '../cloud.ts';
import { createEndpointOperations } from './endpoints/operations.ts';
import { createJobOperations } from './jobs/job-operations.ts';
import { createModelOperations } from './models.ts';
import { createRegistryOperations } from './registry/registry-operations.ts';
import { createTagOperations } from './tags.ts';

/** SageMaker: models, the registry, jobs as real work in child processes, endpoints. */
export const createSageMaker: CreateService = (cloud) => {
  // Folders of containers that a killed process left behind.
  rmSync(join(cloud.store.directory, 'containers'), { recursive: true, force: true });
  const jobs = createJobOperations(cloud);
  const endpoints = createEndpointOperations(cloud);
  return {
    id: 'sagemaker',
    operations: {
      ...createRegistryOperations(cloud),
      ...createModelOperations(cloud),
      ...createTagOperations(cloud),
      ...jobs.operations,
      ...endpoints.operations,
    },
    resume() {
      jobs.resume();
      endpoints.resume();
    },
    async close() {
      await Promise.all([jobs.close(), endpoints.close()]);
    },
  };
};
