import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointRecord, FleetRecord, VariantRecord } from './records.ts';
import { pickDestination, routesOf, sharesOf } from './routing.ts';

function variant(name: string, instances: number, weight = 1): VariantRecord {
  const container = { image: name, environment: {} };
  const sizes = { instances, desiredInstances: instances, weight, desiredWeight: weight };
  return { name, modelName: name, instanceType: 'ml.m5.large', container, ...sizes };
}

function fleet(configName: string, variants: VariantRecord[]): FleetRecord {
  return { id: configName, configName, variants, metricSeconds: 60 };
}

function endpoint(live: FleetRecord, green?: { fleet: FleetRecord; traffic: Record<string, number> }): EndpointRecord {
  const record: EndpointRecord = { name: 'e', arn: 'arn', status: 'InService', createdAt: 0, modifiedAt: 0, live };
  if (green === undefined) return record;
  const phases = [
    { kind: 'Baking' as const, seconds: 1, traffic: green.traffic, wait: 'WaitIntervalInSeconds' as const },
  ];
  const times = { phase: 0, phaseStartedAt: 0, startedAt: 0, deadline: 1 };
  return { ...record, status: 'Updating', deployment: { fleet: green.fleet, phases, ...times, alarms: [] } };
}

describe('the shares of an endpoint', () => {
  it('follow the weights of its variants', () => {
    const shares = sharesOf(endpoint(fleet('c', [variant('a', 1, 3), variant('b', 5, 1)])));
    expect(shares.map(({ VariantName, share }) => [VariantName, share])).toEqual([
      ['a', 0.75],
      ['b', 0.25],
    ]);
  });

  it('sum to one, and green has its instances of all with traffic, for any canary of equal fleets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.nat(), (instances, seed) => {
        const on = 1 + (seed % instances);
        const green = { fleet: fleet('green', [variant('v', instances)]), traffic: { v: on } };
        const shares = sharesOf(endpoint(fleet('blue', [variant('v', instances)]), green));
        const share = shares.find(({ fleet: role }) => role === 'green')?.share;
        expect(share).toBeCloseTo(on / instances);
        expect(shares.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
      }),
    );
  });

  it('leave blue in part until green is complete, however small blue is', () => {
    const green = { fleet: fleet('green', [variant('v', 10)]), traffic: { v: 9 } };
    const shares = sharesOf(endpoint(fleet('blue', [variant('v', 1)]), green));
    expect(shares.find(({ fleet: role }) => role === 'blue')?.share).toBeCloseTo(0.1);
  });

  it('are nobody’s while the endpoint is not in service', () => {
    expect(sharesOf({ ...endpoint(fleet('c', [variant('a', 1)])), status: 'Deleting' })).toEqual([]);
  });
});

describe('a request', () => {
  it('falls uniformly on the slots with traffic', () => {
    const green = { fleet: fleet('green', [variant('v', 10)]), traffic: { v: 1 } };
    const routes = routesOf(endpoint(fleet('blue', [variant('v', 10)]), green));
    const slots = Array.from({ length: 10 }, (_, slot) => pickDestination(routes, () => (slot + 0.5) / 10)?.role);
    expect(slots).toEqual([...Array<string>(9).fill('blue'), 'green']);
  });

  it('finds no variant when all weights are 0', () => {
    const routes = routesOf(endpoint(fleet('c', [variant('a', 1, 0), variant('b', 1, 0)])));
    expect(pickDestination(routes, () => 0.5)).toBeUndefined();
  });
});
