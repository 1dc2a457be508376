import { describe, expect, it } from 'vitest';
import * as dataErrors from '#data/errors.ts';
import { StageError } from '#functions/errors.ts';
import { fromForeignError } from '#functions/foreign-errors.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('why'), { name, ...more });

describe('A foreign error', () => {
  it.each([
    ['ThrottlingException', {}, 'ServiceThrottledError'],
    ['SlowDown', {}, 'ServiceThrottledError'],
    ['InternalServerError', { $fault: 'server' }, 'ServiceUnavailableError'],
    ['Unknown', { $metadata: { httpStatusCode: 503 } }, 'ServiceUnavailableError'],
    ['Error', { code: 'ECONNRESET' }, 'ServiceUnavailableError'],
    ['TimeoutError', {}, 'ServiceUnavailableError'],
    ['Error', { code: 'ENOSPC' }, 'DatasetTooLargeError'],
    ['PrepareSqlError', {}, 'PrepareFailedError'],
    ['ScoreNotFiniteError', {}, 'ScoresInvalidError'],
    ['ScoreSumError', {}, 'ScoresInvalidError'],
    ['MissingClassError', {}, 'PrepareFailedError'],
  ])('%s %o is a %s', (name, more, expected) => {
    const error = named(name, more);
    expect(fromForeignError(error)).toMatchObject({
      name: expected,
      cause: error,
      message: expect.stringContaining('why'),
    });
  });

  it('of DuckDB without memory is a dataset that is too large', () => {
    const error = new Error('Out of Memory Error: could not allocate block of size 256.0 KiB');
    expect(fromForeignError(error).name).toBe('DatasetTooLargeError');
  });

  it('that is our own, or a bug, stays as it is', () => {
    const own = new StageError('JobFailedError', 'why');
    const bug = new TypeError('x is not a function');
    expect(fromForeignError(own)).toBe(own);
    expect(fromForeignError(bug)).toBe(bug);
    expect(fromForeignError(named('constructor'))).toMatchObject({ name: 'constructor' });
    expect(fromForeignError(named('ValidationException', { $fault: 'client' }))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('that is no error at all becomes one', () => {
    expect(fromForeignError('thrown text')).toMatchObject({ name: 'Error', message: 'thrown text' });
  });

  it('of the data layer always has a name that the ASL knows', () => {
    for (const ErrorClass of Object.values(dataErrors)) {
      const error = fromForeignError(new ErrorClass('why'));
      expect(['PrepareFailedError', 'ScoresInvalidError', 'DatasetUnreadableError']).toContain(error.name);
    }
  });
});
