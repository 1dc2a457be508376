/** The one production variant: SageMaker compares fleets variant by variant, so its name never changes. */
export const VARIANT_NAME = 'AllTraffic';

/** One fleet: what serves an endpoint under one config. */
export interface Fleet {
  readonly endpointName: string;
  readonly configName: string;
}

/** The dimensions of SageMaker's metrics of one fleet alone. */
export function fleetDimensions({ endpointName, configName }: Fleet) {
  return { EndpointName: endpointName, VariantName: VARIANT_NAME, EndpointConfigName: configName };
}
