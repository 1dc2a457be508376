import type { BlueGreenUpdatePolicy } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durations } from './durations.ts';
import { planPhases, trafficSteps } from './phases.ts';

const waits = { WaitIntervalInSeconds: 600 };

function timeline(policy: BlueGreenUpdatePolicy | undefined, instances: number): string[] {
  return planPhases(policy, { v: instances }).map(({ kind, seconds, traffic }) => `${kind} ${seconds}s ${traffic.v}`);
}

describe('the timeline of a blue/green deployment', () => {
  it('shifts everything at once without a bake when no policy is given', () => {
    expect(timeline(undefined, 3)).toEqual([
      `Creating ${durations.provisioning}s 0`,
      `ActivatingTraffic ${durations.activation}s 0`,
      'Baking 0s 3',
      `Terminating ${durations.termination}s 3`,
    ]);
  });

  it('bakes a canary for WaitInterval and the whole fleet for TerminationWait', () => {
    const policy: BlueGreenUpdatePolicy = {
      TrafficRoutingConfiguration: { Type: 'CANARY', ...waits, CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } },
      TerminationWaitInSeconds: 1800,
    };
    expect(timeline(policy, 10).filter((phase) => phase.startsWith('Baking'))).toEqual([
      'Baking 600s 1',
      'Baking 1800s 10',
    ]);
  });

  it('bakes after every linear step', () => {
    const policy: BlueGreenUpdatePolicy = {
      TrafficRoutingConfiguration: {
        Type: 'LINEAR',
        ...waits,
        LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 40 },
      },
      TerminationWaitInSeconds: 60,
    };
    expect(timeline(policy, 5).filter((phase) => phase.startsWith('Baking'))).toEqual([
      'Baking 600s 2',
      'Baking 600s 4',
      'Baking 60s 5',
    ]);
  });

  it('does not wait between steps when everything shifts at once', () => {
    const policy = { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' as const, ...waits } };
    expect(timeline(policy, 2)).toContain('Baking 0s 2');
  });
});

describe('traffic steps', () => {
  const size = fc.oneof(
    fc.record({ Type: fc.constant('INSTANCE_COUNT' as const), Value: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ Type: fc.constant('CAPACITY_PERCENT' as const), Value: fc.integer({ min: 1, max: 50 }) }),
  );
  const routing = fc.oneof(
    size.map((CanarySize) => ({ Type: 'CANARY' as const, ...waits, CanarySize })),
    size.map((LinearStepSize) => ({ Type: 'LINEAR' as const, ...waits, LinearStepSize })),
  );
  const fleets = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 40 }), { minKeys: 1 });

  it('are whole instances that never go down and end with the whole fleet', () => {
    fc.assert(
      fc.property(routing, fleets, (config, instances) => {
        const capped = { ...config };
        const steps = trafficSteps(capped, instances);
        expect(steps.at(-1)).toEqual(instances);
        for (const name of Object.keys(instances)) {
          const counts = steps.slice(config.Type === 'CANARY' ? 1 : 0).map((step) => step[name] ?? 0);
          expect(counts).toEqual([...counts].sort((left, right) => left - right));
          for (const step of steps) expect(Number.isInteger(step[name]) && (step[name] ?? 0) >= 1).toBe(true);
        }
      }),
    );
  });
});
