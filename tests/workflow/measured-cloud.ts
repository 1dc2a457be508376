import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchDeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics } from '#aws/deployment-metrics.ts';
import { fleetDimensions } from '#domain/release-plan/fleet.ts';
import { createCloudWatch } from '../../local/cloudwatch/service.ts';
import { createEventBridge } from '../../local/eventbridge/service.ts';
import { createServedCloud } from '../../local/testing/served-cloud.ts';

export const GREEN = { endpointName: 'dev-churn', configName: 'dev-churn-e2-v2' };
export const BLUE = { endpointName: 'dev-churn', configName: 'dev-churn-e1-v1' };

/** What a fleet answers in a stretch of time: requests, how many of them with 5xx, and the rest's latencies in ms. */
export interface Answered {
  readonly requests: number;
  readonly failures?: number;
  readonly milliseconds?: readonly number[];
}

/** The embedded CloudWatch with the real adapters on it, and the metrics that SageMaker publishes of two fleets. */
export async function measuredCloud({ metricsEverySeconds = 60 } = {}) {
  const cloud = await createServedCloud({ services: [createCloudWatch, createEventBridge] });
  const client = new CloudWatchClient(cloud.client);
  const storageResolution = metricsEverySeconds < 60 ? 1 : 60;
  const start = cloud.clock.now();
  const publish = (fleet: typeof GREEN, { requests, failures = 0, milliseconds = [] }: Answered) => {
    const datum = { namespace: 'AWS/SageMaker', dimensions: fleetDimensions(fleet), storageResolution } as const;
    const errors = (name: string, value: number, count: number) =>
      count > 0 && cloud.metric({ ...datum, name, value, count });
    errors('Invocation5XXErrors', 1, failures);
    errors('Invocation5XXErrors', 0, requests - failures);
    errors('Invocation4XXErrors', 0, requests);
    for (const each of milliseconds) cloud.metric({ ...datum, name: 'ModelLatency', value: each * 1000 });
  };
  return {
    client,
    alarms: cloudWatchDeploymentAlarms(client),
    metrics: cloudWatchDeploymentMetrics(client),
    publish,
    now: () => cloud.clock.date(),
    start: new Date(start),
    /** Time until so many seconds after the start. */
    until: (seconds: number) => cloud.clock.advanceTo(start + seconds * 1000),
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}
