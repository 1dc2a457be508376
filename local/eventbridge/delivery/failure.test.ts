import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../cloud.ts';
import { failureOf } from './failure.ts';
import { nextAttempt } from './retry-policy.ts';

describe('why a target did not accept an event', () => {
  it.each<[error: Error, code: string, retriable: boolean]>([
    [new ServiceError('AccessDeniedException', ''), 'NO_PERMISSIONS', false],
    [new ServiceError('ResourceNotFoundException', '', { status: 404 }), 'NO_RESOURCE', false],
    [new ServiceError('StateMachineDoesNotExist', ''), 'NO_RESOURCE', false],
    [new ServiceError('TooManyRequestsException', '', { status: 429 }), 'THROTTLING', true],
    [new ServiceError('ThrottlingException', ''), 'THROTTLING', true],
    [new ServiceError('ExecutionLimitExceeded', ''), 'RESOURCE_LIMIT_EXCEEDED', true],
    [new ServiceError('RequestTimeout', ''), 'TIMEOUT', true],
    [new ServiceError('ValidationException', ''), 'SDK_CLIENT_ERROR', false],
    [new ServiceError('ServiceException', '', { status: 500 }), 'SDK_CLIENT_ERROR', true],
    [new Error('socket hang up'), 'SDK_CLIENT_ERROR', true],
  ])('%s is told as %s and retried: %s', (error, code, retriable) => {
    expect(failureOf(error)).toMatchObject({ code, retriable });
  });
});

describe('the next attempt', () => {
  const target = { Id: 't', Arn: 'arn' };
  const at = (attempts: number, random: number, policy = {}) =>
    nextAttempt({ attempts, ingestedAt: 0, target: { ...target, RetryPolicy: policy } }, { now: 0, random });

  it('backs off from a second to ten minutes, with jitter down to a half', () => {
    expect([1, 2, 3, 20].map((attempts) => at(attempts, 1))).toEqual([
      { at: 1_000 },
      { at: 2_000 },
      { at: 4_000 },
      { at: 600_000 },
    ]);
    expect(at(1, 0)).toEqual({ at: 500 });
  });

  it('is not made beyond the attempts or the age of the policy', () => {
    expect(at(2, 1, { MaximumRetryAttempts: 1 })).toEqual({ exhausted: 'MaximumRetryAttempts' });
    expect(at(1, 1, { MaximumRetryAttempts: 0 })).toEqual({ exhausted: 'MaximumRetryAttempts' });
    expect(at(20, 1, { MaximumEventAgeInSeconds: 60 })).toEqual({ exhausted: 'MaximumEventAgeInSeconds' });
    expect(at(186, 1)).toEqual({ exhausted: 'MaximumRetryAttempts' });
  });
});
