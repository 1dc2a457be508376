import { ServiceError } from '../cloud.ts';

/** Names of jobs, endpoints, endpoint configurations, model packages and their groups. */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/** The error SageMaker answers for nearly everything: bad input, not found, busy. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** @throws ValidationException when the member is absent */
export function required<T>(value: T | undefined | null, member: string): T {
  if (value !== undefined && value !== null) return value;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** @throws ValidationException unless the name has 1 to 63 letters, digits and inner hyphens */
export function requireName(value: string | undefined, member: string): string {
  const name = required(value, member);
  const constraint =
    name.length > 63
      ? 'Member must have length less than or equal to 63'
      : NAME.test(name)
        ? undefined
        : 'Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}';
  if (constraint === undefined) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** @throws ValidationException when a text is longer than its limit */
export function atMost(value: string | undefined, limit: number, member: string): void {
  if (value === undefined || value.length <= limit) return;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  );
}

/** @throws ValidationException when a map has more than `limit` entries, or an entry is too long */
export function limitMap(
  map: Readonly<Record<string, string>> | undefined,
  member: string,
  limit: { readonly entries: number; readonly key: number; readonly value: number },
): void {
  const entries = Object.entries(map ?? {});
  if (entries.length > limit.entries) {
    throw validationError(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit.entries}`,
    );
  }
  for (const [key, value] of entries) {
    atMost(key, limit.key, `${member}.key`);
    atMost(value, limit.value, `${member}.${key}`);
  }
}
