/** What Lambda answers instead of a result. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** A failure of the runtime itself; its `name` is the errorType, for example `Runtime.HandlerNotFound`. */
export class RuntimeError extends Error {
  override readonly name: string;

  constructor(name: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    if (cause instanceof Error && cause.stack !== undefined) this.stack = `${name}: ${cause.stack}`;
  }
}

/** The shape Lambda's Node runtime gives to whatever was thrown. */
export function invocationError(thrown: unknown): InvocationError {
  if (thrown instanceof Error || (typeof thrown === 'object' && thrown !== null && 'message' in thrown)) {
    const { name = 'Error', message, stack = '' } = thrown as Error;
    return { errorType: name, errorMessage: String(message), trace: stack.split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}
