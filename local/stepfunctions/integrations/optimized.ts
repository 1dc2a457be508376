import type { Cloud, ServiceId } from '../../cloud.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Caller, Integration } from './integration.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { fromModel } from './sdk-shapes.ts';
import { type ServiceNaming, serviceFailure } from './service-failure.ts';

export interface OptimizedCall extends ServiceNaming {
  readonly id: ServiceId;
  readonly operation: string;
  readonly lowerCase?: boolean;
  readonly metadata?: boolean;
  /** The operation's input from the Task's parameters. */
  input(parameters: JsonObject, caller: Caller): object;
}

/** Calls a service's operation as an optimized integration does. @throws StateError */
export async function callService(
  cloud: Cloud,
  call: OptimizedCall,
  { parameters, caller }: { readonly parameters: JsonObject; readonly caller: Caller },
): Promise<JsonObject> {
  try {
    const answer = await cloud.call(call.id, call.operation, call.input(parameters, caller));
    const result = fromModel(answer ?? {}, call.lowerCase ?? false) as JsonObject;
    return { ...result, ...sdkMetadata(cloud.uuid(), JSON.stringify(result).length) };
  } catch (error) {
    throw serviceFailure(error, call, cloud.uuid());
  }
}

/** An optimized integration and its task-token twin. */
export function optimized(
  { resourceType, resource }: { readonly resourceType: string; readonly resource: string },
  call: OptimizedCall,
  check: (result: JsonObject) => void = () => {},
): { readonly plain: Integration; readonly forToken: Integration } {
  const plain: Integration = {
    resourceType,
    resource,
    prefix: call.prefix,
    pattern: 'response',
    async call(cloud, parameters, caller): Promise<Json> {
      const result = await callService(cloud, call, { parameters, caller });
      check(result);
      return result;
    },
  };
  return { plain, forToken: { ...plain, resource: `${resource}.waitForTaskToken`, pattern: 'token' } };
}

/** A parameter that is text on the wire and may be written as JSON in the Task. */
export function asText(value: Json | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
