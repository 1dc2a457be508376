import { type ErrorName, StageError } from './errors.ts';

const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'LimitExceededException',
]);

const connection = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND']);

/** What the data layer throws, by the names the ASL and the operator know. */
const dataErrors: Readonly<Record<string, ErrorName>> = {
  PrepareSqlError: 'PrepareFailedError',
  RowIdInvalidError: 'PrepareFailedError',
  DuplicateRowIdError: 'PrepareFailedError',
  LabelInvalidError: 'PrepareFailedError',
  HoldoutTooSmallError: 'PrepareFailedError',
  TrainingTooSmallError: 'PrepareFailedError',
  OneClassError: 'PrepareFailedError',
  MissingClassError: 'PrepareFailedError',
  ScoreNotFiniteError: 'ScoresInvalidError',
  ScoreOutOfRangeError: 'ScoresInvalidError',
  ScoreSumError: 'ScoresInvalidError',
  ScoreCountMismatchError: 'ScoresInvalidError',
};

/** Gives a foreign error the name the ASL knows; an error that is already ours, or a bug, stays as it is. */
export function fromForeignError(error: unknown): Error {
  if (error instanceof StageError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const { name, message } = error;
  const { code, $fault, $metadata } = error as Error & {
    code?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const dataError = Object.hasOwn(dataErrors, name) ? dataErrors[name] : undefined;
  if (dataError !== undefined) return new StageError(dataError, message, { cause: error });
  // DuckDB's message, and the disk's code.
  if (/^Out of Memory Error/.test(message) || code === 'ENOSPC')
    return new StageError('DatasetTooLargeError', message, { cause: error });
  if (throttling.has(name)) return new StageError('ServiceThrottledError', `${name}: ${message}`, { cause: error });
  const unavailable =
    $fault === 'server' ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    connection.has(code ?? '') ||
    name === 'TimeoutError';
  if (unavailable) return new StageError('ServiceUnavailableError', `${name}: ${message}`, { cause: error });
  return error;
}
