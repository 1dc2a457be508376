/**
 * SageMaker answers a missing endpoint, config, model or job with ValidationException, the same name as for a malformed request: only the
 * message tells them apart ("Could not find ...", "Requested resource not found").
 */
export function notFound(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ResourceNotFound') return true;
  return error.name === 'ValidationException' && /could not find|not found|does not exist/i.test(error.message);
}

/** Another change of the endpoint is under way ("Cannot update in-progress endpoint"), for updates and deletions alike. */
export function inProgress(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /in-progress/i.test(error.message);
}

/** Something of this name exists ("Cannot create already existing ...", "... already exists"). */
export function alreadyExists(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ResourceInUse' || error.name === 'ConflictException') return true;
  return error.name === 'ValidationException' && /already exist/i.test(error.message);
}

/** The answer, or undefined when it was the error that is meant. */
export async function unless<T>(meant: (error: unknown) => boolean, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (meant(error)) return undefined;
    throw error;
  }
}
