/** A hyperparameter that cannot be used, by name, and why. */
export class HyperparameterError extends Error {
  override readonly name = 'HyperparameterError';
}

/** The bounds of a number, in words of SageMaker's image: `(0, 1]` excludes 0. */
export interface Range {
  readonly from: number;
  readonly to?: number;
  readonly open?: boolean;
}

/** Reads one value; `name` is for the message. */
export type Reader<T> = (text: string, name: string) => T;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A decimal number in the range. */
export function number(range: Range): Reader<number> {
  return (text, name) => {
    const value = Number(text);
    if (!DECIMAL.test(text)) throw new HyperparameterError(`${name}=${text} is not a number`);
    const tooSmall = range.open ? value <= range.from : value < range.from;
    if (tooSmall || value > (range.to ?? Number.POSITIVE_INFINITY)) {
      throw new HyperparameterError(`${name}=${text} is outside ${shown(range)}`);
    }
    return value;
  };
}

/** A whole number in the range. */
export function integer(range: Range): Reader<number> {
  const read = number(range);
  return (text, name) => {
    const value = read(text, name);
    if (!Number.isInteger(value)) throw new HyperparameterError(`${name}=${text} is not a whole number`);
    return value;
  };
}

/** One of the values that the local XGBoost implements. */
export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (text, name) => {
    const value = values.find((known) => known === text);
    if (value !== undefined) return value;
    throw new HyperparameterError(
      `${name}=${text} is not supported by the local XGBoost; it knows ${values.join(', ')}`,
    );
  };
}

/** Values separated by commas, none twice. */
export function listOf<T extends string>(read: Reader<T>): Reader<readonly T[]> {
  return (text, name) => [...new Set(text.split(',').map((item) => read(item.trim(), name)))];
}

function shown({ from, to, open }: Range): string {
  return `${open ? '(' : '['}${from}, ${to === undefined ? 'infinity)' : `${to}]`}`;
}
