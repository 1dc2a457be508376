import type { Cloud } from '../cloud.ts';
import type { Routed } from '../sagemaker/endpoints/serving.ts';

/** What one invocation measured. Times in microseconds. */
export interface Invocation {
  /** The container's status, 0 when it gave none. */
  readonly status: number;
  readonly modelMicroseconds: number;
  readonly overheadMicroseconds: number;
}

type Dimensions = Readonly<Record<string, string>>;

/**
 * Publishes AWS/SageMaker metrics under {EndpointName, VariantName} and, for the fleet alone, with EndpointConfigName.
 * Error metrics get 1 or 0 per request, so their Average is a rate and their Sum a count; no answer at all counts as
 * 5XX. Table "endpoint invocation metrics" of the developer guide.
 */
export function createInvocationMetrics(cloud: Cloud) {
  // The same objects for every request of a fleet, so that the metric store need not look at them anew.
  const known = new WeakMap<object, readonly [Dimensions, Dimensions]>();

  function dimensionsOf(endpoint: string, { variant, fleet }: Routed): readonly [Dimensions, Dimensions] {
    const cached = known.get(variant);
    if (cached !== undefined) return cached;
    const both = { EndpointName: endpoint, VariantName: variant.name };
    const dimensions = [both, { ...both, EndpointConfigName: fleet.configName }] as const;
    known.set(variant, dimensions);
    return dimensions;
  }

  return (endpoint: string, routed: Routed, invocation: Invocation): void => {
    const { status } = invocation;
    const failed = status < 200 || status >= 300;
    const client = status >= 400 && status < 500;
    const storageResolution = routed.fleet.metricSeconds < 60 ? 1 : 60;
    const at = cloud.clock.now();
    for (const dimensions of dimensionsOf(endpoint, routed)) {
      const publish = (name: string, value: number, unit: string) =>
        cloud.metric({ namespace: 'AWS/SageMaker', name, dimensions, value, unit, at, storageResolution });
      publish('Invocations', 1, 'None');
      publish('InvocationsPerInstance', 1 / routed.variant.instances, 'None');
      publish('Invocation4XXErrors', client ? 1 : 0, 'None');
      publish('Invocation5XXErrors', failed && !client ? 1 : 0, 'None');
      publish('InvocationModelErrors', failed ? 1 : 0, 'None');
      publish('ModelLatency', invocation.modelMicroseconds, 'Microseconds');
      publish('OverheadLatency', invocation.overheadMicroseconds, 'Microseconds');
    }
  };
}
