import type { ProductionVariant, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { required, validationError } from '../validation.ts';
import type { InstanceCounts } from './phases.ts';
import type { EndpointPorts } from './ports.ts';
import type { ConfigRecord, FleetRecord, VariantRecord } from './records.ts';

/** What a new fleet takes over from the one in service instead of its own configuration. */
export interface Retained {
  readonly live: FleetRecord;
  readonly request: Pick<UpdateEndpointInput, 'RetainAllVariantProperties' | 'ExcludeRetainedVariantProperties'>;
}

type Property = 'DesiredInstanceCount' | 'DesiredWeight' | 'DataCaptureConfig';

/** The fleet that serves a configuration. @throws ValidationException for a model it cannot serve */
export function makeFleet(cloud: Cloud, config: ConfigRecord, ports: Pick<EndpointPorts, 'resolveModel'>): FleetRecord {
  const { ProductionVariants, DataCaptureConfig, MetricsConfig } = config.content;
  const enhanced = MetricsConfig?.EnableEnhancedMetrics === true;
  return {
    id: cloud.uuid(),
    configName: config.name,
    variants: (ProductionVariants ?? []).map((variant) => makeVariant(variant, ports)),
    metricSeconds: enhanced ? (MetricsConfig?.MetricPublishFrequencyInSeconds ?? 60) : 60,
    ...(DataCaptureConfig === undefined ? {} : { capture: DataCaptureConfig }),
  };
}

function makeVariant(variant: ProductionVariant, { resolveModel }: Pick<EndpointPorts, 'resolveModel'>): VariantRecord {
  const name = required(variant.VariantName, 'variantName');
  const modelName = required(variant.ModelName, 'modelName');
  const [container, ...others] = resolveModel(modelName);
  if (container === undefined || others.length > 0) {
    throw validationError(
      `Model ${modelName} has ${others.length + 1} containers; the embedded AWS serves models of one.`,
    );
  }
  const weight = variant.InitialVariantWeight ?? 1;
  const instances = required(variant.InitialInstanceCount, 'initialInstanceCount');
  const instanceType = required(variant.InstanceType, 'instanceType');
  return {
    name,
    modelName,
    instanceType,
    container,
    weight,
    desiredWeight: weight,
    instances,
    desiredInstances: instances,
  };
}

/** Applies RetainAllVariantProperties. */
export function retain(fleet: FleetRecord, { live, request }: Retained): FleetRecord {
  if (request.RetainAllVariantProperties !== true) return fleet;
  const excluded = (request.ExcludeRetainedVariantProperties ?? []).map(
    ({ VariantPropertyType }) => VariantPropertyType,
  );
  const kept = (property: Property) => !excluded.includes(property);
  const variants = fleet.variants.map((variant) => {
    const before = live.variants.find(({ name }) => name === variant.name);
    if (before === undefined) return variant;
    const { desiredWeight: weight, desiredInstances: instances } = before;
    return {
      ...variant,
      ...(kept('DesiredWeight') ? { weight, desiredWeight: weight } : {}),
      ...(kept('DesiredInstanceCount') ? { instances, desiredInstances: instances } : {}),
    };
  });
  const capture = kept('DataCaptureConfig') && live.capture !== undefined ? { capture: live.capture } : {};
  return { ...fleet, variants, ...capture };
}

export function instancesOf({ variants }: FleetRecord): InstanceCounts {
  return Object.fromEntries(variants.map(({ name, instances }) => [name, instances]));
}
