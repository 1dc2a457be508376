import type { Leaf, Matcher } from './matcher.ts';
import { PatternError } from './pattern-error.ts';
import { textOperators } from './text-operators.ts';

/** Any value that is there, but none of a value, a list, or what a text operator matches. @throws PatternError */
export function anythingBut(operand: unknown): Matcher {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) return butText(operand);
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw new PatternError('Empty arrays are not allowed in anything-but');
  for (const value of values) {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new PatternError('Inside anything but list, start|null|boolean is not supported.');
    }
  }
  const refused = new Set<unknown>(values);
  return (value: Leaf) => !refused.has(value);
}

function butText(operand: object): Matcher {
  const [entry, ...more] = Object.entries(operand);
  if (entry === undefined || more.length > 0) throw new PatternError('Only one key allowed in match expression');
  const [name, values] = entry;
  const operator = textOperators[name];
  if (operator === undefined) throw new PatternError(`Unsupported anything-but pattern: ${name}`);
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  if (list.length === 0) throw new PatternError('Empty arrays are not allowed in anything-but');
  const tests = list.map((value) => operator(value));
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}
