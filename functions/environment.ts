import { StageError } from './errors.ts';

type Kind = 'string' | 'number';
type Shape = Readonly<Record<string, Kind>>;
type Values<S extends Shape> = { readonly [Key in keyof S]: S[Key] extends 'number' ? number : string };

/**
 * Reads a function's environment once, typed: readEnvironment({ DATA_BUCKET: 'string' }). A contract test compares these keys with the
 * function's environment in its .yml file.
 * @throws StageError EnvironmentInvalidError naming the variable
 */
export function readEnvironment<const S extends Shape>(shape: S, source: NodeJS.ProcessEnv = process.env): Values<S> {
  const entries = Object.entries(shape).map(([key, kind]) => {
    const value = source[key];
    if (value === undefined || value === '') {
      throw new StageError(
        'EnvironmentInvalidError',
        `The environment variable ${key} is not set. Set it in the function's .yml file.`,
      );
    }
    if (kind === 'string') return [key, value];
    const number = Number(value);
    if (!Number.isFinite(number)) {
      throw new StageError(
        'EnvironmentInvalidError',
        `The environment variable ${key} must be a number, not "${value}".`,
      );
    }
    return [key, number];
  });
  return Object.fromEntries(entries) as Values<S>;
}
