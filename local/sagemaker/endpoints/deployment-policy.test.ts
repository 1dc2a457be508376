import type { BlueGreenUpdatePolicy, TrafficRoutingConfig } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { checkDeployment } from './deployment-policy.ts';

function check(
  routing: Partial<TrafficRoutingConfig>,
  policy: Partial<BlueGreenUpdatePolicy> = {},
  instances = 10,
): void {
  const TrafficRoutingConfiguration = {
    Type: 'CANARY',
    WaitIntervalInSeconds: 300,
    ...routing,
  } as TrafficRoutingConfig;
  checkDeployment({ BlueGreenUpdatePolicy: { TrafficRoutingConfiguration, ...policy } }, { AllTraffic: instances });
}

describe('a deployment policy', () => {
  const instance = { Type: 'INSTANCE_COUNT', Value: 1 } as const;

  it('is accepted with a canary of at most half the instances', () => {
    expect(() => check({ CanarySize: { Type: 'INSTANCE_COUNT', Value: 5 } })).not.toThrow();
    expect(() => check({ CanarySize: { Type: 'CAPACITY_PERCENT', Value: 50 } })).not.toThrow();
  });

  it('is refused with a canary of more than half', () => {
    expect(() => check({ CanarySize: { Type: 'INSTANCE_COUNT', Value: 6 } })).toThrow(/less than or equal to 50%/);
    expect(() => check({ CanarySize: { Type: 'CAPACITY_PERCENT', Value: 51 } })).toThrow(/less than or equal to 50%/);
  });

  it('is refused with a canary on an endpoint of one instance', () => {
    expect(() => check({ CanarySize: instance }, {}, 1)).toThrow(/CanarySize/);
  });

  it('is refused with a linear step below a tenth of the instances', () => {
    expect(() => check({ Type: 'LINEAR', LinearStepSize: instance }, {}, 11)).toThrow(/between 10% and 50%/);
    expect(() => check({ Type: 'LINEAR', LinearStepSize: instance }, {}, 10)).not.toThrow();
  });

  it('is refused when the size of its type is missing', () => {
    expect(() => check({ Type: 'LINEAR', CanarySize: instance })).toThrow(/LinearStepSize/);
  });

  it('is refused when its waits need longer than its timeout', () => {
    const policy = { TerminationWaitInSeconds: 300, MaximumExecutionTimeoutInSeconds: 600 };
    expect(() => check({ CanarySize: instance }, policy)).toThrow(/larger than the total waiting time .*600 seconds/);
    expect(() => check({ CanarySize: instance }, { ...policy, MaximumExecutionTimeoutInSeconds: 601 })).not.toThrow();
  });

  it.each([
    ['WaitIntervalInSeconds', { WaitIntervalInSeconds: 3601, CanarySize: instance }, {}],
    ['TerminationWaitInSeconds', { CanarySize: instance }, { TerminationWaitInSeconds: -1 }],
    ['MaximumExecutionTimeoutInSeconds', { CanarySize: instance }, { MaximumExecutionTimeoutInSeconds: 599 }],
  ])('is refused when %s is out of its range', (member, routing, policy) => {
    expect(() => check(routing, policy)).toThrow(member);
  });

  it('is refused by name when it is a rolling update', () => {
    const rolling = { MaximumBatchSize: instance, WaitIntervalInSeconds: 0 };
    expect(() => checkDeployment({ RollingUpdatePolicy: rolling }, { AllTraffic: 2 })).toThrow(/RollingUpdatePolicy/);
  });
});
