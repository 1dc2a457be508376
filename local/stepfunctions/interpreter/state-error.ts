/** What a state fails with: the error's name as the ASL matches it and the cause. */
export interface StateFailure {
  readonly error: string;
  readonly cause: string | undefined;
  /** Other names Retry and Catch may call it by. */
  readonly alias?: string;
  /** Ends the execution whatever Retry and Catch say. */
  readonly uncatchable?: boolean;
}

/** Thrown by a state's behaviour; Retry and Catch decide what becomes of it. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly failure: StateFailure;

  constructor(failure: StateFailure) {
    super(`${failure.error}: ${failure.cause ?? 'no cause'}`);
    this.failure = failure;
  }
}

/** States.Runtime: never retried or caught, not even by name. Source: recorded on AWS 2023-11-23. */
export function runtimeError(cause: string): StateError {
  return new StateError({ error: 'States.Runtime', cause, uncatchable: true });
}

/**
 * Whether an ErrorEquals list of Retry or Catch names a failure. States.TaskFailed stands for every error but a timeout,
 * States.ALL for every error. Source: https://states-language.net/#error-names.
 */
export function matchesError(names: readonly string[], failure: StateFailure): boolean {
  if (failure.uncatchable === true) return false;
  return names.some((name) => {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return failure.error !== 'States.Timeout';
    return name === failure.error || name === failure.alias;
  });
}
