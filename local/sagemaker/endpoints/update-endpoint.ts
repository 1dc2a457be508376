import type { DeploymentConfig, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';
import { required, validationError } from '../validation.ts';
import { requireAlarms } from './alarms.ts';
import { findConfig } from './config-operations.ts';
import { checkDeployment } from './deployment-policy.ts';
import { LONGEST_DEPLOYMENT_SECONDS } from './durations.ts';
import { requireIdle } from './find-endpoint.ts';
import { instancesOf, makeFleet, retain } from './fleet.ts';
import { planPhases } from './phases.ts';
import type { EndpointPorts } from './ports.ts';
import type { DeploymentRecord, EndpointRecord, FleetRecord } from './records.ts';

/**
 * Checks an update and returns what begins it. The beginning checks again whether the endpoint is busy, because another
 * update may have been accepted while CloudWatch was asked for the alarms.
 * @throws ValidationException when the endpoint is missing, busy or failed, or the deployment is none SageMaker accepts
 */
export async function checkUpdate(
  cloud: Cloud,
  input: UpdateEndpointInput,
  ports: Pick<EndpointPorts, 'resolveModel'>,
): Promise<() => EndpointRecord> {
  const name = required(input.EndpointName, 'endpointName');
  const { live, lastDeploymentConfig } = updatable(cloud, name);
  const config = findConfig(cloud, required(input.EndpointConfigName, 'endpointConfigName'));
  const fleet = retain(makeFleet(cloud, config, ports), { live, request: input });
  const policy = input.DeploymentConfig ?? (input.RetainDeploymentConfig === true ? lastDeploymentConfig : undefined);
  if (policy !== undefined) {
    checkDeployment(policy, instancesOf(fleet));
    requireSameVariants(live, fleet);
    await requireAlarms(cloud, alarmNames(policy));
  }
  return () => {
    const { failureReason: _, ...endpoint } = updatable(cloud, name);
    const now = cloud.clock.now();
    return {
      ...endpoint,
      status: 'Updating',
      modifiedAt: now,
      deployment: planDeployment(fleet, policy, now),
      ...(policy === undefined ? {} : { lastDeploymentConfig: policy }),
    };
  };
}

function planDeployment(fleet: FleetRecord, config: DeploymentConfig | undefined, now: number): DeploymentRecord {
  const policy = config?.BlueGreenUpdatePolicy;
  const timeout = policy?.MaximumExecutionTimeoutInSeconds ?? LONGEST_DEPLOYMENT_SECONDS;
  return {
    fleet,
    phases: planPhases(policy, instancesOf(fleet)),
    phase: 0,
    phaseStartedAt: now,
    startedAt: now,
    deadline: now + timeout * 1000,
    alarms: alarmNames(config),
  };
}

function updatable(cloud: Cloud, name: string): EndpointRecord & { readonly live: FleetRecord } {
  const endpoint = requireIdle(cloud, name);
  const { live, status } = endpoint;
  if (live === undefined || status === 'Failed') {
    throw validationError(
      `Endpoint "${endpoint.arn}" is Failed: the only thing that can be done with it is DeleteEndpoint.`,
    );
  }
  return { ...endpoint, live };
}

/** Guardrails compare fleets variant by variant: deployment guardrails, "exclusions". */
function requireSameVariants(blue: FleetRecord, green: FleetRecord): void {
  const [before, after] = [blue, green].map(({ variants }) =>
    variants
      .map(({ name }) => name)
      .sort()
      .join(', '),
  );
  if (before === after) return;
  throw validationError(
    `The variant names of endpoint configuration ${green.configName} (${after}) must be those of ${blue.configName} (${before}) when a DeploymentConfig is given.`,
  );
}

export function alarmNames(config: DeploymentConfig | undefined): string[] {
  return (config?.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName }) => AlarmName ?? '');
}
