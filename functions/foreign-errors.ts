import { StageError } from './errors.ts';

const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'LimitExceededException',
]);

const connection = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/** Gives an error of the SDK the name the ASL knows; an error that is already ours, or a bug, stays as it is. */
export function fromForeignError(error: unknown): Error {
  if (error instanceof StageError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const { name, message } = error;
  const { code, $fault, $metadata } = error as Error & {
    code?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  if (throttling.has(name)) return new StageError('ServiceThrottledError', `${name}: ${message}`, { cause: error });
  const unavailable =
    $fault === 'server' ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    connection.has(code ?? '') ||
    name === 'TimeoutError';
  if (unavailable) return new StageError('ServiceUnavailableError', `${name}: ${message}`, { cause: error });
  return error;
}
