import { type Cloud, ServiceError } from '../cloud.ts';
import { changeOf, resourceType } from './plan.ts';
import type { MadeResource, Properties, ResourceRequest } from './resource-type.ts';
import type { Stack, StackResource } from './stack.ts';
import type { StackStore } from './stack-store.ts';

export interface Workshop {
  readonly cloud: Cloud;
  readonly stacks: StackStore;
}

/** One resource as a template declares it. */
export interface MakeRequest {
  readonly logicalId: string;
  readonly type: string;
  readonly order: number;
  /** Its properties, once everything they refer to exists. */
  resolve(): Properties;
  readonly policies: Pick<StackResource, 'deletionPolicy' | 'updateReplacePolicy'>;
}

/** A resource could not be made, changed or deleted. The message is its status reason. */
export class ResourceFailedError extends Error {
  override readonly name = 'ResourceFailedError';
  readonly logicalId: string;

  constructor(logicalId: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.logicalId = logicalId;
  }
}

/** Creates, changes or leaves a resource. Returns the one it replaced, if that is to be deleted. @throws ResourceFailedError */
export async function makeResource(
  workshop: Workshop,
  stack: Stack,
  request: MakeRequest,
): Promise<StackResource | undefined> {
  const { cloud, stacks } = workshop;
  const { logicalId, type: typeName, order, policies } = request;
  const known = stacks.resource(stack, logicalId);
  // Without a physical id its creation never came to an end.
  const before = known?.physicalId === '' ? undefined : known;
  const verb = before === undefined ? 'CREATE' : 'UPDATE';
  const identity = { stackId: stack.id, logicalId, type: typeName, order, ...policies };
  const status = (suffix: string) => ({ status: `${verb}_${suffix}`, at: cloud.clock.now() });
  try {
    const type = resourceType(logicalId, typeName);
    if (before !== undefined && before.type !== typeName) {
      throw new ServiceError('ValidationError', `Update of resource type is not permitted (from ${before.type}).`);
    }
    const properties = request.resolve();
    const change = before === undefined ? 'replace' : changeOf(type, before.properties, properties);
    const settled = before?.status.endsWith('_COMPLETE') || type.update === undefined;
    if (before !== undefined && settled && change === 'none') {
      stacks.keepResource(stack, { ...before, ...identity });
      return undefined;
    }
    const progress = {
      physicalId: '',
      properties: {},
      attributes: {},
      ...before,
      ...identity,
      ...status('IN_PROGRESS'),
    };
    stacks.setResource(stack, progress);
    const create = resourceRequest(cloud, { stack, logicalId, properties });
    let made: MadeResource;
    if (before !== undefined && change !== 'replace' && type.update !== undefined) {
      const { physicalId, attributes, properties: earlier } = before;
      made = await type.update({ ...create, physicalId, attributes, before: earlier });
    } else made = await type.create(create);
    stacks.setResource(stack, { ...identity, ...made, properties, ...status('COMPLETE') });
    const replaced = before !== undefined && before.physicalId !== made.physicalId;
    return replaced && policies.updateReplacePolicy !== 'Retain' ? before : undefined;
  } catch (error) {
    const reason = reasonOf(error);
    const failed = { physicalId: '', properties: {}, attributes: {}, ...before, ...identity, ...status('FAILED') };
    stacks.setResource(stack, { ...failed, statusReason: reason });
    if (before === undefined) stacks.removeResource(stack, logicalId);
    throw new ResourceFailedError(logicalId, `${logicalId} (${typeName}): ${reason}`, { cause: error });
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof ServiceError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}

/** What a resource type is given. */
export function resourceRequest(
  cloud: Cloud,
  { stack, logicalId, properties }: { stack: Stack; logicalId: string; properties: Properties },
): ResourceRequest {
  return {
    cloud,
    stackName: stack.name,
    logicalId,
    properties,
    generatedName(maximumLength = 128) {
      const suffix = cloud.uuid().replaceAll('-', '').slice(0, 12);
      return `${`${stack.name}-${logicalId}`.slice(0, maximumLength - suffix.length - 1)}-${suffix}`;
    },
  };
}
