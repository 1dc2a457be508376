/**
 * A JSONata expression that failed, with the sentence AWS ends the cause with. `location` is the path of the field,
 * for example `Arguments/Payload`.
 */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly location: string;

  constructor(location: string, message: string) {
    super(message);
    this.location = location;
  }
}

/** What AWS says when an expression computes too long or too deep. Source: AWS, as reported in floci-io/floci#2737. */
const BOUNDS: Readonly<Record<string, string>> = {
  D1011: 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
  D1012: 'Expression evaluation timeout: Check for infinite loop',
};

export function returnedNothing(expression: string, location: string): QueryError {
  return new QueryError(
    location,
    `The JSONata expression '${expression}' specified for the field '${location}' returned nothing (undefined).`,
  );
}

export function threw(expression: string, location: string, error: unknown): QueryError {
  const { code, message } = error as { code?: string; message?: string };
  const bound = code === undefined ? undefined : BOUNDS[code];
  const reason = code === undefined ? String(message ?? error) : `${code}: ${message}`;
  const tail = bound === undefined ? `. ${reason}` : `: ${bound}`;
  return new QueryError(
    location,
    `The JSONata expression '${expression}' specified for the field '${location}' threw an error during evaluation${tail}`,
  );
}

export function unexpectedType(field: TypedField, expected: string, value: unknown): QueryError {
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return new QueryError(
    field.location,
    `The JSONata expression '${field.expression}' specified for the field '${field.location}' returned an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`,
  );
}

export interface TypedField {
  readonly expression: string;
  readonly location: string;
}
