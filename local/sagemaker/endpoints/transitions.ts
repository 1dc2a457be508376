import { durations } from './durations.ts';
import { instancesOf } from './fleet.ts';
import { none, type Phase } from './phases.ts';
import type { DeploymentRecord, EndpointRecord, FleetRecord } from './records.ts';

/** An endpoint with a deployment under way. */
export type Deploying = EndpointRecord & { readonly deployment: DeploymentRecord };

export function isDeploying(endpoint: EndpointRecord): endpoint is Deploying {
  return endpoint.deployment !== undefined && endpoint.status !== 'UpdateRollbackFailed';
}

export function currentPhase({ phases, phase }: DeploymentRecord): Phase {
  const found = phases[phase];
  if (found === undefined) throw new Error(`A deployment of ${phases.length} phases is in phase ${phase}.`);
  return found;
}

export function phaseEndsAt(deployment: DeploymentRecord): number {
  return deployment.phaseStartedAt + currentPhase(deployment).seconds * 1000;
}

/** The next phase, or the end of the deployment after its last. */
export function advance(endpoint: Deploying, at: number): EndpointRecord {
  const { deployment } = endpoint;
  const phase = deployment.phase + 1;
  if (phase >= deployment.phases.length) return settle(endpoint, at);
  return { ...endpoint, modifiedAt: at, deployment: { ...deployment, phase, phaseStartedAt: at } };
}

/** All traffic returns to the old fleet at once; the new one is terminated. */
export function rollBack(endpoint: Deploying, at: number): EndpointRecord {
  const { deployment } = endpoint;
  const traffic = none(instancesOf(deployment.fleet));
  return advance(followedBy(endpoint, { kind: 'RollingBack', seconds: durations.termination, traffic }), at);
}

/** A rollback that failed leaves traffic as it is, on both fleets. The only way out is another update or deletion. */
export function rollBackFailed(endpoint: Deploying, at: number, failureReason: string): EndpointRecord {
  return { ...endpoint, status: 'UpdateRollbackFailed', modifiedAt: at, failureReason };
}

/** The new fleet's containers did not start: instances are replaced and tried again until SageMaker gives up. */
export function prolong(endpoint: Deploying, startFailure: string): EndpointRecord {
  const { deployment } = endpoint;
  const phases = deployment.phases.map((phase, index) =>
    index === deployment.phase ? { ...phase, seconds: durations.failedStart } : phase,
  );
  return { ...endpoint, deployment: { ...deployment, phases, startFailure } };
}

/** What becomes of an endpoint whose first fleet cannot start. */
export function failCreation({ deployment, ...endpoint }: Deploying, at: number): EndpointRecord {
  const failureReason = deployment.startFailure ?? 'The endpoint could not be created.';
  return { ...endpoint, status: 'Failed', live: deployment.fleet, modifiedAt: at, failureReason };
}

/**
 * The end: the new fleet is in service, or after a rollback the old one, with no trace but its configuration's name.
 * A rollback because the new fleet did not start says so in FailureReason; one by alarm or timeout says nothing.
 */
function settle({ deployment, ...endpoint }: Deploying, at: number): EndpointRecord {
  const rolledBack = currentPhase(deployment).kind === 'RollingBack';
  const live: FleetRecord = rolledBack && endpoint.live !== undefined ? endpoint.live : deployment.fleet;
  const reason = rolledBack && deployment.startFailure !== undefined ? { failureReason: deployment.startFailure } : {};
  return { ...endpoint, status: 'InService', modifiedAt: at, live, ...reason };
}

function followedBy(endpoint: Deploying, next: Phase): Deploying {
  const { deployment } = endpoint;
  return {
    ...endpoint,
    deployment: { ...deployment, phases: [...deployment.phases.slice(0, deployment.phase + 1), next] },
  };
}
