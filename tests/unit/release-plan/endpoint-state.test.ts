import { describe, expect, it } from 'vitest';
import { deploymentState, type EndpointState, isAtRest } from '#domain/release-plan/endpoint-state.ts';

const endpoint = (state: Partial<EndpointState>): EndpointState => ({
  status: 'InService',
  configName: 'green',
  failureReason: '',
  ...state,
});

describe('a deployment of green', () => {
  it.each([
    ['is gone with its endpoint', undefined, 'Gone'],
    ['serves in service with its config', endpoint({}), 'Serving'],
    ['is gone when blue is back in service, without a reason', endpoint({ configName: 'blue' }), 'Gone'],
    ['is gone when the endpoint failed', endpoint({ status: 'Failed' }), 'Gone'],
    ['is stuck when SageMaker could not go back', endpoint({ status: 'UpdateRollbackFailed' }), 'Stuck'],
    ['is under way while the endpoint is made', endpoint({ status: 'Creating' }), 'UnderWay'],
    [
      'is under way while it is pending',
      endpoint({ status: 'Updating', configName: 'blue', pending: { configName: 'green' } }),
      'UnderWay',
    ],
    ['is under way while SageMaker goes back', endpoint({ status: 'RollingBack', configName: 'blue' }), 'UnderWay'],
    [
      'is gone when another is pending over blue',
      endpoint({ status: 'Updating', configName: 'blue', pending: { configName: 'other' } }),
      'Gone',
    ],
    [
      'serves while another is pending over it',
      endpoint({ status: 'Updating', pending: { configName: 'other' } }),
      'Serving',
    ],
  ] as const)('%s', (_, state, expected) => {
    expect(deploymentState(state, 'green')).toBe(expected);
  });
});

describe('an endpoint', () => {
  it('is at rest only when nothing is pending', () => {
    expect(isAtRest(endpoint({}))).toBe(true);
    expect(isAtRest(endpoint({ pending: { configName: 'other' } }))).toBe(false);
    expect(isAtRest(endpoint({ status: 'Deleting' }))).toBe(false);
  });
});
