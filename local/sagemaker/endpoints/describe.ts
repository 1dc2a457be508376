import type {
  DescribeEndpointOutput,
  PendingDeploymentSummary,
  ProductionVariantStatus,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import type { EndpointRecord, VariantRecord } from './records.ts';
import { currentPhase, isDeploying } from './transitions.ts';

export function describeEndpoint(endpoint: EndpointRecord): DescribeEndpointOutput {
  const { live, deployment } = endpoint;
  const capture = (live ?? deployment?.fleet)?.capture;
  const pending = pendingDeployment(endpoint);
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: (live ?? deployment?.fleet)?.configName,
    EndpointStatus: endpoint.status,
    CreationTime: new Date(endpoint.createdAt),
    LastModifiedTime: new Date(endpoint.modifiedAt),
    ...(live === undefined ? {} : { ProductionVariants: describeVariants(endpoint) }),
    ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
    ...(endpoint.lastDeploymentConfig === undefined ? {} : { LastDeploymentConfig: endpoint.lastDeploymentConfig }),
    ...(pending === undefined ? {} : { PendingDeploymentSummary: pending }),
    ...(capture === undefined
      ? {}
      : {
          DataCaptureConfig: {
            EnableCapture: capture.EnableCapture ?? true,
            CaptureStatus: (capture.EnableCapture ?? true) ? 'Started' : 'Stopped',
            CurrentSamplingPercentage: capture.InitialSamplingPercentage,
            DestinationS3Uri: capture.DestinationS3Uri,
            KmsKeyId: capture.KmsKeyId ?? '',
          },
        }),
  };
}

/** The variants of the fleet in service. */
export function describeVariants(endpoint: EndpointRecord): ProductionVariantSummary[] {
  return (endpoint.live?.variants ?? []).map((variant) => {
    const status = liveStatus(endpoint, variant);
    return { ...counts(variant, variant.instances), ...(status === undefined ? {} : { VariantStatus: [status] }) };
  });
}

/** The new fleet while a deployment is under way. Its current instances are those that take traffic. */
export function pendingDeployment(endpoint: EndpointRecord): PendingDeploymentSummary | undefined {
  if (!isDeploying(endpoint)) return undefined;
  const { deployment } = endpoint;
  const { traffic } = currentPhase(deployment);
  return {
    EndpointConfigName: deployment.fleet.configName,
    StartTime: new Date(deployment.startedAt),
    ProductionVariants: deployment.fleet.variants.map((variant) => {
      const status = greenStatus(endpoint, variant);
      return {
        ...counts(variant, traffic[variant.name] ?? 0),
        ...(status === undefined ? {} : { VariantStatus: [status] }),
      };
    }),
  };
}

function counts(variant: VariantRecord, instances: number) {
  return {
    VariantName: variant.name,
    DeployedImages: [{ SpecifiedImage: variant.container.image, ResolvedImage: variant.container.image }],
    CurrentWeight: variant.weight,
    DesiredWeight: variant.desiredWeight,
    CurrentInstanceCount: instances,
    DesiredInstanceCount: variant.desiredInstances,
  };
}

function liveStatus(endpoint: EndpointRecord, variant: VariantRecord): ProductionVariantStatus | undefined {
  if (isDeploying(endpoint)) {
    const { deployment } = endpoint;
    if (currentPhase(deployment).kind !== 'Terminating') return undefined;
    return status('Deleting', deployment.phaseStartedAt, `Terminating ${variant.instances} instance(s).`);
  }
  const { instances, desiredInstances, weight, desiredWeight } = variant;
  if (instances !== desiredInstances) {
    const direction = desiredInstances > instances ? 'out' : 'in';
    return status(
      'Updating',
      endpoint.modifiedAt,
      `Scaling ${direction} desired instance count to ${desiredInstances}.`,
    );
  }
  if (weight === desiredWeight) return undefined;
  return status('Updating', endpoint.modifiedAt, `Updating variant weight to ${desiredWeight}.`);
}

/** The messages are the ones AWS documents for its events. */
function greenStatus({ deployment }: EndpointRecord, variant: VariantRecord): ProductionVariantStatus | undefined {
  if (deployment === undefined) return undefined;
  const phase = currentPhase(deployment);
  const capacity = (count: number) =>
    `${count < variant.instances ? 'canary' : 'full'} capacity of ${count} instance(s).`;
  const say = (name: ProductionVariantStatus['Status'], message: string) =>
    status(name, deployment.phaseStartedAt, message);
  switch (phase.kind) {
    case 'Creating':
      return say('Creating', `Launching ${variant.instances} instance(s).`);
    case 'ActivatingTraffic':
      return say('ActivatingTraffic', `Activating traffic on ${capacity(phase.next[variant.name] ?? 0)}`);
    case 'Baking': {
      const on = capacity(phase.traffic[variant.name] ?? 0);
      return say('Baking', `Baking for ${phase.seconds} seconds (${phase.wait}) with traffic enabled on ${on}`);
    }
    case 'RollingBack':
      return say('Deleting', `Terminating ${variant.instances} instance(s).`);
    case 'Terminating':
      return undefined;
  }
}

function status(name: ProductionVariantStatus['Status'], at: number, message: string): ProductionVariantStatus {
  return { Status: name, StatusMessage: message, StartTime: new Date(at) };
}
