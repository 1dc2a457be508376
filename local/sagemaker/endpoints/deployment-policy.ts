import type { CapacitySize, DeploymentConfig, TrafficRoutingConfig } from '@aws-sdk/client-sagemaker';
import { required, validationError } from '../validation.ts';
import { capacityOf } from './capacity.ts';
import { LONGEST_DEPLOYMENT_SECONDS } from './durations.ts';
import { type InstanceCounts, planPhases } from './phases.ts';

const MAX_WAIT_SECONDS = 3600;
const MIN_TIMEOUT_SECONDS = 600;

/**
 * Refuses a deployment configuration that SageMaker refuses for a fleet of `instances`.
 * @throws ValidationException naming the member and its limit
 */
export function checkDeployment(config: DeploymentConfig, instances: InstanceCounts): void {
  if (config.RollingUpdatePolicy !== undefined) {
    throw validationError('RollingUpdatePolicy is not supported by the embedded AWS; give a BlueGreenUpdatePolicy.');
  }
  const alarms = config.AutoRollbackConfiguration?.Alarms;
  if (alarms !== undefined && (alarms.length < 1 || alarms.length > 10)) {
    throw validationError(`AutoRollbackConfiguration takes 1 to 10 alarms, not ${alarms.length}.`);
  }
  for (const { AlarmName } of alarms ?? []) required(AlarmName, 'autoRollbackConfiguration.alarms.alarmName');
  const policy = config.BlueGreenUpdatePolicy;
  if (policy === undefined) return;
  checkRouting(required(policy.TrafficRoutingConfiguration, 'trafficRoutingConfiguration'), instances);
  within(policy.TerminationWaitInSeconds, 'TerminationWaitInSeconds', [0, MAX_WAIT_SECONDS]);
  const timeout = policy.MaximumExecutionTimeoutInSeconds;
  within(timeout, 'MaximumExecutionTimeoutInSeconds', [MIN_TIMEOUT_SECONDS, LONGEST_DEPLOYMENT_SECONDS]);
  const waits = planPhases(policy, instances).reduce(
    (sum, { kind, seconds }) => sum + (kind === 'Baking' ? seconds : 0),
    0,
  );
  if ((timeout ?? LONGEST_DEPLOYMENT_SECONDS) <= waits) {
    throw validationError(
      `MaximumExecutionTimeoutInSeconds (${timeout ?? LONGEST_DEPLOYMENT_SECONDS}) must be larger than the total waiting time of the deployment (${waits} seconds).`,
    );
  }
}

function checkRouting(routing: TrafficRoutingConfig, instances: InstanceCounts): void {
  const type = required(routing.Type, 'trafficRoutingConfiguration.type');
  const wait = required(routing.WaitIntervalInSeconds, 'trafficRoutingConfiguration.waitIntervalInSeconds');
  within(wait, 'WaitIntervalInSeconds', [0, MAX_WAIT_SECONDS]);
  if (type === 'ALL_AT_ONCE') return;
  if (type !== 'CANARY' && type !== 'LINEAR')
    throw validationError(`TrafficRoutingConfiguration type ${type} is unknown.`);
  const member = type === 'CANARY' ? 'CanarySize' : 'LinearStepSize';
  const size = required(routing[member], `trafficRoutingConfiguration.${member}`);
  for (const [variant, total] of Object.entries(instances)) checkSize(size, { member, variant, total });
}

interface SizedVariant {
  readonly member: 'CanarySize' | 'LinearStepSize';
  readonly variant: string;
  readonly total: number;
}

/** At most half the instances, and for a linear step at least a tenth: API reference of TrafficRoutingConfig. */
function checkSize(size: CapacitySize, { member, variant, total }: SizedVariant): void {
  const type = required(size.Type, `${member}.type`);
  const value = required(size.Value, `${member}.value`);
  if (value < 1) throw validationError(`${member} must be at least 1, not ${value}.`);
  const least = member === 'LinearStepSize' ? 10 : 0;
  const percent = type === 'CAPACITY_PERCENT' ? value : (100 * value) / total;
  if (percent >= least && percent <= 50 && 2 * capacityOf(size, total) <= total) return;
  const range = least > 0 ? `between ${least}% and 50%` : 'less than or equal to 50%';
  throw validationError(
    `${member} must be ${range} of the total instance count of variant ${variant}; ${value} as ${type} is not for ${total} instance(s).`,
  );
}

function within(value: number | undefined, member: string, [least, most]: readonly [number, number]): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw validationError(`${member} must be between ${least} and ${most}, not ${value}.`);
}
