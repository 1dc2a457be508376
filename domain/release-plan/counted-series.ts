import { type Fleet, fleetDimensions } from './fleet.ts';

/** One number of a minute, as CloudWatch counts it. */
export interface Counter {
  readonly metric: string;
  readonly statistic: string;
}

/** Where a metric's failures and requests are counted: with the same dimensions, and of SageMaker's own by the same metric. */
export interface MetricSource {
  readonly namespace: string;
  readonly failures: Counter;
  readonly requests: Counter;
  /** SageMaker publishes by endpoint, variant and config; whoever publishes a counter of the model's own, by config and these. */
  readonly dimensions: 'fleet' | Readonly<Record<string, string>>;
}

/** A metric's failures and requests of one fleet. */
export interface CountedSeries extends Omit<MetricSource, 'dimensions'> {
  readonly dimensions: Readonly<Record<string, string>>;
}

export function seriesOf(source: MetricSource, fleet: Fleet): CountedSeries {
  const { dimensions } = source;
  const own = dimensions === 'fleet' ? fleetDimensions(fleet) : { ...dimensions, EndpointConfigName: fleet.configName };
  return { ...source, dimensions: own };
}
