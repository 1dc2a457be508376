/**
 * SageMaker answers a missing endpoint, config, model or job with ValidationException, the same name as for a malformed request: only the
 * message tells them apart ("Could not find ...", "Requested resource not found").
 */
export function notFound(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ResourceNotFound') return true;
  return error.name === 'ValidationException' && /could not find|not found|does not exist/i.test(error.message);
}
