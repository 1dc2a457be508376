/** What SageMaker says of an endpoint, freed of what the product does not use. */
export interface EndpointState {
  readonly status:
    | 'OutOfService'
    | 'Creating'
    | 'Updating'
    | 'SystemUpdating'
    | 'RollingBack'
    | 'InService'
    | 'Deleting'
    | 'Failed'
    | 'UpdateRollbackFailed';
  /** What serves; while the endpoint is created, what will. */
  readonly configName: string;
  readonly failureReason: string;
  /** The deployment under way. */
  readonly pending?: {
    readonly configName: string;
    /** ISO start of the wait that it is in. */
    readonly bakingSince?: string;
  };
}

const resting = new Set<EndpointState['status']>(['InService', 'Failed', 'UpdateRollbackFailed', 'OutOfService']);

/** Nothing is being done to the endpoint: an update would be accepted, or refused for good. */
export function isAtRest(endpoint: EndpointState): boolean {
  return resting.has(endpoint.status) && endpoint.pending === undefined;
}

/** Where a deployment of `configName` stands. `Gone`: the endpoint serves something else, or cannot serve. */
export type DeploymentState = 'UnderWay' | 'Serving' | 'Gone' | 'Stuck';

/**
 * A rollback by SageMaker is silent: the endpoint is back InService with the old config and no reason. So a deployment has succeeded
 * only if the endpoint is in service, nothing of this deployment is pending, and its config is the one asked for.
 */
export function deploymentState(endpoint: EndpointState | undefined, configName: string): DeploymentState {
  if (endpoint === undefined) return 'Gone';
  const other = endpoint.pending !== undefined && endpoint.pending.configName !== configName;
  if (!other && !isAtRest(endpoint)) return 'UnderWay';
  if (endpoint.status === 'UpdateRollbackFailed') return 'Stuck';
  return (other || endpoint.status === 'InService') && endpoint.configName === configName ? 'Serving' : 'Gone';
}
