import type { BlueGreenUpdatePolicy, TrafficRoutingConfig } from '@aws-sdk/client-sagemaker';
import { capacityOf } from './capacity.ts';
import { durations } from './durations.ts';

/** Whole instances of each variant. */
export type InstanceCounts = Readonly<Record<string, number>>;

/** Which member of the policy says how long a bake lasts. */
export type BakeWait = 'WaitIntervalInSeconds' | 'TerminationWaitInSeconds';

/** One stretch of a deployment. During all of it `traffic` of the new fleet's instances take requests. */
export type Phase = { readonly seconds: number; readonly traffic: InstanceCounts } & (
  | { readonly kind: 'Creating' | 'Terminating' | 'RollingBack' }
  /** Traffic for `next` instances is being turned on; it flows when the phase ends. */
  | { readonly kind: 'ActivatingTraffic'; readonly next: InstanceCounts }
  | { readonly kind: 'Baking'; readonly wait: BakeWait }
);

/**
 * The timeline of a blue/green deployment of a fleet of `instances`: provision, then for each traffic step activate and
 * bake, then terminate blue. No policy means all at once without a bake. WaitIntervalInSeconds is the bake between
 * steps, TerminationWaitInSeconds the one after the last.
 */
export function planPhases(policy: BlueGreenUpdatePolicy | undefined, instances: InstanceCounts): Phase[] {
  const routing = policy?.TrafficRoutingConfiguration;
  const steps = trafficSteps(routing, instances);
  let traffic = none(instances);
  const phases: Phase[] = [{ kind: 'Creating', seconds: durations.provisioning, traffic }];
  steps.forEach((next, index) => {
    const last = index === steps.length - 1;
    const wait: BakeWait = last ? 'TerminationWaitInSeconds' : 'WaitIntervalInSeconds';
    const seconds = (last ? policy?.TerminationWaitInSeconds : routing?.WaitIntervalInSeconds) ?? 0;
    phases.push({ kind: 'ActivatingTraffic', seconds: durations.activation, traffic, next });
    phases.push({ kind: 'Baking', seconds, traffic: next, wait });
    traffic = next;
  });
  phases.push({ kind: 'Terminating', seconds: durations.termination, traffic });
  return phases;
}

/** Which instances of the new fleet take traffic after each step; the last step is the whole fleet. */
export function trafficSteps(routing: TrafficRoutingConfig | undefined, instances: InstanceCounts): InstanceCounts[] {
  const size = routing?.Type === 'CANARY' ? routing.CanarySize : routing?.LinearStepSize;
  if (routing === undefined || routing.Type === 'ALL_AT_ONCE' || size === undefined) return [instances];
  if (routing.Type === 'CANARY') return [mapCounts(instances, (total) => capacityOf(size, total)), instances];
  const counts = Object.values(instances).map((total) => Math.ceil(total / capacityOf(size, total)));
  return Array.from({ length: Math.max(1, ...counts) }, (_, index) =>
    mapCounts(instances, (total) => Math.min(total, (index + 1) * capacityOf(size, total))),
  );
}

export function none(instances: InstanceCounts): InstanceCounts {
  return mapCounts(instances, () => 0);
}

function mapCounts(counts: InstanceCounts, change: (count: number) => number): InstanceCounts {
  return Object.fromEntries(Object.entries(counts).map(([variant, count]) => [variant, change(count)]));
}
