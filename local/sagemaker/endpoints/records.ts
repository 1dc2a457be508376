import type { CreateEndpointConfigInput, DataCaptureConfig, DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';
import type { ModelContainer } from '../resolve-model.ts';
import type { Phase } from './phases.ts';

/** An endpoint configuration as stored. It never changes. Times are virtual ms since the epoch, here and below. */
export interface ConfigRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly content: Omit<CreateEndpointConfigInput, 'Tags'>;
}

/** One production variant of a fleet. Desired and current values differ while a change is under way. */
export interface VariantRecord {
  readonly name: string;
  readonly modelName: string;
  readonly instanceType: string;
  readonly container: ModelContainer;
  readonly weight: number;
  readonly desiredWeight: number;
  readonly instances: number;
  readonly desiredInstances: number;
}

/**
 * The instances that serve one endpoint configuration. It carries all it needs, because a configuration or a model may
 * be deleted while it is in use.
 */
export interface FleetRecord {
  readonly id: string;
  readonly configName: string;
  readonly variants: readonly VariantRecord[];
  readonly capture?: DataCaptureConfig;
  /** How often its metrics are published: 60, or less with enhanced metrics. */
  readonly metricSeconds: number;
}

/** A fleet on its way to service: the first of an endpoint, or the green of a blue/green deployment. */
export interface DeploymentRecord {
  readonly fleet: FleetRecord;
  readonly phases: readonly Phase[];
  /** Index of the phase that runs now. */
  readonly phase: number;
  readonly phaseStartedAt: number;
  readonly startedAt: number;
  /** When MaximumExecutionTimeoutInSeconds is over. */
  readonly deadline: number;
  readonly alarms: readonly string[];
  /** Why the new fleet's containers did not start. */
  readonly startFailure?: string;
}

export type EndpointStatus = 'Creating' | 'Updating' | 'InService' | 'Deleting' | 'Failed' | 'UpdateRollbackFailed';

export interface EndpointRecord {
  readonly name: string;
  readonly arn: string;
  readonly status: EndpointStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly failureReason?: string;
  /** The fleet in service: the blue of a deployment. */
  readonly live?: FleetRecord;
  readonly deployment?: DeploymentRecord;
  /** When a change of weights and capacities, or the deletion, is done. */
  readonly changeEndsAt?: number;
  readonly lastDeploymentConfig?: DeploymentConfig;
}

export function configCollection({ store }: Pick<Cloud, 'store'>): Collection<ConfigRecord> {
  return store.collection('sagemaker.endpoint-configs');
}

export function endpointCollection({ store }: Pick<Cloud, 'store'>): Collection<EndpointRecord> {
  return store.collection('sagemaker.endpoints');
}
