import type { CreateService } from '../cloud.ts';
import type { Workshop } from './make-resource.ts';
import { changeSetOperations } from './operations/change-sets.ts';
import { stackResourceOperations } from './operations/stack-resources.ts';
import { stackOperations } from './operations/stacks.ts';
import { StackRunner } from './stack-runner.ts';
import { StackStore } from './stack-store.ts';

/** AWS CloudFormation: makes compiled templates real through the operations of the other services. */
export const createCloudFormation: CreateService = (cloud) => {
  const workshop: Workshop = { cloud, stacks: new StackStore(cloud) };
  const runner = new StackRunner(workshop);
  return {
    id: 'cloudformation',
    operations: {
      ...stackOperations(workshop, runner),
      ...stackResourceOperations(workshop.stacks),
      ...changeSetOperations(workshop, runner),
    },
    resume: () => runner.resume(),
  };
};
