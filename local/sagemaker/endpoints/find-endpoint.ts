import { arn } from '../../arn.ts';
import type { Cloud } from '../../cloud.ts';
import { validationError } from '../validation.ts';
import { type EndpointRecord, endpointCollection } from './records.ts';

export function endpointArn(cloud: Cloud, name: string): string {
  return arn(cloud, 'sagemaker', `endpoint/${name.toLowerCase()}`);
}

/** @throws ValidationException `Could not find endpoint "<arn>".` */
export function findEndpoint(cloud: Cloud, name: string): EndpointRecord {
  const found = endpointCollection(cloud).get(name);
  if (found !== undefined) return found;
  throw validationError(`Could not find endpoint "${endpointArn(cloud, name)}".`);
}

/**
 * An endpoint that nothing is being done to. Missing and busy are both ValidationExceptions; only the text differs.
 * @throws ValidationException `Cannot update in-progress endpoint "<arn>".` for updates and deletions alike
 */
export function requireIdle(cloud: Cloud, name: string): EndpointRecord {
  const endpoint = findEndpoint(cloud, name);
  if (['InService', 'Failed', 'UpdateRollbackFailed'].includes(endpoint.status)) return endpoint;
  throw validationError(`Cannot update in-progress endpoint "${endpoint.arn}".`);
}
