import { describe, expect, it } from 'vitest';
import { explainError } from './explain-error.ts';
import { OperatorError } from './operator-error.ts';

describe('an error', () => {
  const named = (name: string, message: string, more: object = {}) =>
    Object.assign(new Error(message), { name, ...more });

  it.each([
    {
      of: 'that the operator can act on',
      error: new OperatorError('UNKNOWN_RUN', 'no such run'),
      told: { code: 'UNKNOWN_RUN', exitCode: 2 },
    },
    {
      of: 'of a service',
      error: named('AccessDenied', 'no', { $metadata: { requestId: 'r' } }),
      told: { code: 'AWS_REFUSED', exitCode: 3 },
    },
    {
      of: 'of missing credentials',
      error: named('CredentialsProviderError', 'none'),
      told: { code: 'AWS_REFUSED', exitCode: 3 },
    },
    { of: 'of a missing region', error: new Error('Region is missing'), told: { code: 'AWS_REFUSED', exitCode: 3 } },
    {
      of: 'of the audit trail',
      error: named('AuditUnavailableError', 'not recorded'),
      told: { code: 'NOT_RECORDED', exitCode: 3 },
    },
    {
      of: 'of a name that does not resolve',
      error: named('Error', 'x', { code: 'ENOTFOUND' }),
      told: { code: 'AWS_UNREACHABLE', exitCode: 3 },
    },
    {
      of: 'of several addresses',
      error: new AggregateError([named('Error', 'x', { code: 'ECONNREFUSED' })]),
      told: { code: 'AWS_UNREACHABLE', exitCode: 3 },
    },
    {
      of: 'of a time-out, wrapped',
      error: new Error('outer', { cause: named('TimeoutError', 'slow') }),
      told: { code: 'AWS_UNREACHABLE', exitCode: 3 },
    },
    { of: 'nobody expects', error: new TypeError('x'), told: { code: 'BUG', exitCode: 70 } },
    { of: 'that is none', error: 'text', told: { code: 'BUG', exitCode: 70 } },
  ])('$of', ({ error, told }) => {
    expect(explainError(error)).toMatchObject(told);
  });

  it('says what to do', () => {
    const advice = (name: string) => explainError(named(name, 'no', { $metadata: {} })).message;
    expect(advice('ExpiredTokenException')).toContain('Log in again');
    expect(advice('ThrottlingException')).toContain('Try again');
    expect(advice('AccessDeniedException')).toContain('--profile');
  });
});
