import type { Cloud } from '../../cloud.ts';
import { openTags } from '../tags.ts';
import { describeVariants, pendingDeployment } from './describe.ts';
import type { EndpointRecord } from './records.ts';

/** `SageMaker Endpoint State Change`. The status is spelled unlike the API's: IN_SERVICE, not InService. */
export function emitState(cloud: Cloud, endpoint: EndpointRecord): void {
  const variants = (endpoint.live ?? endpoint.deployment?.fleet)?.variants ?? [];
  const ProductionVariants = variants.map(({ name, desiredWeight, desiredInstances }) => ({
    VariantName: name,
    DesiredWeight: desiredWeight,
    DesiredInstanceCount: desiredInstances,
  }));
  emit(cloud, endpoint, { detailType: 'SageMaker Endpoint State Change', detail: { ProductionVariants } });
}

/** `SageMaker Endpoint Deployment State Change`: the endpoint's fleet in service and the one being deployed. */
export function emitDeployment(cloud: Cloud, endpoint: EndpointRecord): void {
  const pending = pendingDeployment(endpoint);
  emit(cloud, endpoint, {
    detailType: 'SageMaker Endpoint Deployment State Change',
    detail: {
      ProductionVariants: describeVariants(endpoint),
      ...(pending === undefined ? {} : { PendingDeploymentSummary: pending }),
    },
  });
}

function emit(
  cloud: Cloud,
  endpoint: EndpointRecord,
  { detailType, detail }: { readonly detailType: string; readonly detail: Record<string, unknown> },
): void {
  const tags = openTags(cloud).of(endpoint.arn);
  cloud.emit({
    source: 'aws.sagemaker',
    detailType,
    resources: [endpoint.arn],
    detail: epochMilliseconds({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      EndpointConfigName: (endpoint.live ?? endpoint.deployment?.fleet)?.configName,
      EndpointStatus: eventStatus(endpoint.status),
      CreationTime: endpoint.createdAt,
      LastModifiedTime: endpoint.modifiedAt,
      ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
      Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      ...detail,
    }) as Record<string, unknown>,
  });
}

/** InService becomes IN_SERVICE. */
function eventStatus(status: string): string {
  return status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

/** Times are numbers in events, dates in the API. */
function epochMilliseconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(epochMilliseconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, epochMilliseconds(inner)]));
}
