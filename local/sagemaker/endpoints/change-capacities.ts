import type { DesiredWeightAndCapacity, UpdateEndpointWeightsAndCapacitiesInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { required, validationError } from '../validation.ts';
import { durations } from './durations.ts';
import { requireIdle } from './find-endpoint.ts';
import type { EndpointRecord, FleetRecord } from './records.ts';

/**
 * The endpoint with new desired weights and instance counts, Updating until they are reached.
 * @throws ValidationException when the endpoint is missing or busy, or a variant is unknown
 */
export function beginChange(cloud: Cloud, input: UpdateEndpointWeightsAndCapacitiesInput): EndpointRecord {
  const endpoint = requireIdle(cloud, required(input.EndpointName, 'endpointName'));
  const { live } = endpoint;
  if (live === undefined || endpoint.status !== 'InService') {
    throw validationError(`Endpoint "${endpoint.arn}" is ${endpoint.status}; only one InService can be re-scaled.`);
  }
  const desired = required(input.DesiredWeightsAndCapacities, 'desiredWeightsAndCapacities').reduce(withDesired, live);
  const scales = desired.variants.some(({ instances, desiredInstances }) => instances !== desiredInstances);
  const seconds = scales ? durations.capacityChange : durations.weightChange;
  const now = cloud.clock.now();
  return { ...endpoint, status: 'Updating', modifiedAt: now, live: desired, changeEndsAt: now + seconds * 1000 };
}

function withDesired(fleet: FleetRecord, change: DesiredWeightAndCapacity): FleetRecord {
  const { VariantName, DesiredWeight, DesiredInstanceCount } = change;
  if (!fleet.variants.some(({ name }) => name === VariantName)) {
    throw validationError(`The variant ${VariantName} is not part of endpoint configuration ${fleet.configName}.`);
  }
  if ((DesiredWeight ?? 0) < 0) throw validationError(`DesiredWeight must not be negative, is ${DesiredWeight}.`);
  if ((DesiredInstanceCount ?? 1) < 1) {
    throw validationError(`DesiredInstanceCount must be at least 1, is ${DesiredInstanceCount}.`);
  }
  const variants = fleet.variants.map((variant) =>
    variant.name === VariantName
      ? {
          ...variant,
          desiredWeight: DesiredWeight ?? variant.desiredWeight,
          desiredInstances: DesiredInstanceCount ?? variant.desiredInstances,
        }
      : variant,
  );
  return { ...fleet, variants };
}
