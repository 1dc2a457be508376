import type {
  DataCaptureConfig,
  DeploymentConfig,
  DescribeEndpointCommandOutput,
  TrafficRoutingConfig,
} from '@aws-sdk/client-sagemaker';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import type { Routing } from '#domain/release-plan/routing.ts';
import type { EndpointUpdate, ServingConfig } from './endpoints.ts';

/** DescribeEndpoint's answer as the product sees it. */
export function endpointState(output: DescribeEndpointCommandOutput): EndpointState {
  const { PendingDeploymentSummary: pending } = output;
  const baking = (pending?.ProductionVariants ?? [])
    .flatMap(({ VariantStatus }) => VariantStatus ?? [])
    .find(({ Status }) => Status === 'Baking');
  return {
    status: output.EndpointStatus ?? 'OutOfService',
    configName: output.EndpointConfigName ?? '',
    failureReason: output.FailureReason ?? '',
    ...(pending === undefined
      ? {}
      : {
          pending: {
            configName: pending.EndpointConfigName ?? '',
            ...(baking?.StartTime === undefined ? {} : { bakingSince: baking.StartTime.toISOString() }),
          },
        }),
  };
}

/** What an endpoint config is given. SageMaker keeps content types that are not listed as base64. */
export function dataCaptureConfig({ percent, uri }: NonNullable<ServingConfig['capture']>): DataCaptureConfig {
  return {
    EnableCapture: true,
    InitialSamplingPercentage: percent,
    DestinationS3Uri: uri,
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    CaptureContentTypeHeader: {
      CsvContentTypes: ['text/csv'],
      JsonContentTypes: ['application/json', 'application/jsonlines'],
    },
  };
}

/** What UpdateEndpoint is given: blue/green in whole instances, with the alarms that make SageMaker go back. */
export function deploymentConfig({ routing, alarms }: Pick<EndpointUpdate, 'routing' | 'alarms'>): DeploymentConfig {
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: trafficRouting(routing),
      TerminationWaitInSeconds: routing.bakeSeconds,
      MaximumExecutionTimeoutInSeconds: routing.timeoutSeconds,
    },
    ...(alarms.length === 0
      ? {}
      : { AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) } }),
  };
}

function trafficRouting({ type, size = 1, waitSeconds }: Routing): TrafficRoutingConfig {
  const capacity = { Type: 'INSTANCE_COUNT', Value: size } as const;
  switch (type) {
    case 'all-at-once':
      return { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 };
    case 'canary':
      return { Type: 'CANARY', WaitIntervalInSeconds: waitSeconds, CanarySize: capacity };
    case 'linear':
      return { Type: 'LINEAR', WaitIntervalInSeconds: waitSeconds, LinearStepSize: capacity };
  }
}
