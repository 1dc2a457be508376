import type { Matcher } from './matcher.ts';
import { PatternError } from './pattern-error.ts';

/** EventBridge compares numbers within these bounds. Source: EventBridge user guide, comparison operators. */
const LIMIT = 5_000_000_000;

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

/** `["=", 5]`, `[">", 0]` or a range `[">=", 0, "<", 10]`, lower bound first. @throws PatternError */
export function numeric(expression: unknown): Matcher {
  if (!Array.isArray(expression)) throw new PatternError('Value of numeric must be an array.');
  if (expression.length === 0) throw new PatternError('Invalid member in numeric match: ]');
  const [first, ...rest] = pairs(expression);
  const [second, ...more] = rest;
  if (first === undefined || more.length > 0) throw new PatternError('Too many elements in numeric expression');
  if (second !== undefined) {
    if (!first.operator.startsWith('>')) throw new PatternError('Too many elements in numeric expression');
    if (!second.operator.startsWith('<')) throw new PatternError(`Bad numeric range operator: ${second.operator}`);
    if (first.bound >= second.bound) throw new PatternError('Bottom must be less than top');
  }
  const tests = second === undefined ? [first] : [first, second];
  return (value) => typeof value === 'number' && tests.every(({ compare, bound }) => compare(value, bound));
}

interface Comparison {
  readonly operator: string;
  readonly bound: number;
  readonly compare: (value: number, bound: number) => boolean;
}

function pairs(expression: readonly unknown[]): Comparison[] {
  const found: Comparison[] = [];
  for (let n = 0; n < expression.length; n += 2) {
    const [operator, bound] = [expression[n], expression[n + 1]];
    if (typeof operator !== 'string') throw new PatternError(`Invalid member in numeric match: ${operator}`);
    const compare = COMPARISONS[operator];
    if (compare === undefined) throw new PatternError(`Unrecognized numeric range operator: ${operator}`);
    if (typeof bound !== 'number') throw new PatternError(`Value of ${operator} must be numeric`);
    if (Math.abs(bound) > LIMIT) throw new PatternError(`Value of ${operator} must be between -${LIMIT} and ${LIMIT}`);
    found.push({ operator, bound, compare });
  }
  return found;
}
