import { ResourceFailedError, reasonOf, resourceRequest, type Workshop } from './make-resource.ts';
import { resourceType } from './plan.ts';
import type { Stack, StackResource } from './stack.ts';

/** Deletes a resource unless its policy keeps it; one that took its place stays. @throws ResourceFailedError */
export async function removeResource(
  { cloud, stacks }: Workshop,
  stack: Stack,
  resource: StackResource,
): Promise<void> {
  const { logicalId, type, deletionPolicy = 'Delete', properties, physicalId, attributes } = resource;
  const current = stacks.resource(stack, logicalId);
  const replaced = current !== undefined && current.physicalId !== physicalId;
  const tell = (status: string, reason?: string) => {
    const told = { status, ...(reason === undefined ? {} : { statusReason: reason }) };
    if (!replaced) stacks.setResource(stack, { ...resource, ...told, at: cloud.clock.now() });
    else stacks.tell(stack, { logicalId, physicalId, type, status, ...(reason === undefined ? {} : { reason }) });
  };
  if (deletionPolicy.startsWith('Retain') && !replaced) tell('DELETE_SKIPPED');
  else {
    tell('DELETE_IN_PROGRESS');
    try {
      const request = resourceRequest(cloud, { stack, logicalId, properties });
      await resourceType(logicalId, type).delete({ ...request, physicalId, attributes });
    } catch (error) {
      tell('DELETE_FAILED', reasonOf(error));
      throw new ResourceFailedError(logicalId, `${logicalId} (${type}): ${reasonOf(error)}`, { cause: error });
    }
    tell('DELETE_COMPLETE');
  }
  if (!replaced) stacks.removeResource(stack, logicalId);
}
