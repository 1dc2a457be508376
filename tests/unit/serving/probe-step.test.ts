import { describe, expect, it } from 'vitest';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';
import { LONGEST_CREATION_MINUTES, probeStep } from '#domain/serving/probe-step.ts';

const since = '2026-03-01T00:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(since) + minutes * 60_000);
const step = (status: EndpointState['status'], { minutes = 1, failureReason = '' } = {}) =>
  probeStep({ endpoint: { status, configName: 'c', failureReason }, since, now: after(minutes) });

describe('the next step of a probe', () => {
  it('creates an endpoint that is not there', () => {
    expect(probeStep({ endpoint: undefined, since, now: after(90) })).toEqual({ kind: 'Create' });
  });

  it('sends once it is in service, however long that took', () => {
    expect(step('InService')).toEqual({ kind: 'Send' });
    expect(step('InService', { minutes: 500 })).toEqual({ kind: 'Send' });
  });

  it.each(['Creating', 'Updating', 'SystemUpdating'] as const)('waits while it is %s, but not for ever', (status) => {
    expect(step(status, { minutes: LONGEST_CREATION_MINUTES - 1 })).toEqual({ kind: 'Wait' });
    expect(step(status, { minutes: LONGEST_CREATION_MINUTES })).toEqual({
      kind: 'NotServing',
      reason: `its endpoint is still ${status} after 40 minutes`,
    });
  });

  it('waits until one that is being deleted is gone', () => {
    expect(step('Deleting', { minutes: 500 })).toEqual({ kind: 'Wait' });
  });

  it('finds that a container which fails does not serve', () => {
    const failureReason = 'The primary container did not pass the ping health check.';
    expect(step('Failed', { failureReason })).toEqual({
      kind: 'NotServing',
      reason: `its endpoint is Failed: ${failureReason}`,
    });
    expect(step('OutOfService')).toMatchObject({ kind: 'NotServing', reason: /no reason/ });
  });

  it.each([
    'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry.',
    'CapacityError: none left',
  ])('does not blame the container when there was no instance: %s', (failureReason) => {
    expect(step('Failed', { failureReason })).toEqual({ kind: 'NoCapacity', reason: failureReason });
  });
});
