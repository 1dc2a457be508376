import { anythingBut } from './anything-but.ts';
import { cidr } from './cidr.ts';
import { EventPattern, type Way } from './event-pattern.ts';
import type { Alternatives, Matcher } from './matcher.ts';
import { numeric } from './numeric.ts';
import { PatternError } from './pattern-error.ts';
import { textOperators } from './text-operators.ts';

/** More ways than this, by nested $or, are refused. Source: EventBridge user guide, $or. */
const MAX_WAYS = 1_000;

/** Reads an event pattern, parsed from its JSON. @throws PatternError */
export function compilePattern(pattern: unknown): EventPattern {
  if (!isObject(pattern)) throw new PatternError('Filter is not an object');
  return new EventPattern(compileObject(pattern, ''));
}

function compileObject(pattern: Record<string, unknown>, path: string): Way[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternError('Empty patterns are not allowed');
  let ways: Way[] = [new Map()];
  for (const [name, value] of entries) {
    const here = path === '' ? name : `${path}.${name}`;
    ways = combine(ways, name === '$or' ? compileOr(value, path) : compileField(value, here, name));
    if (ways.length > MAX_WAYS)
      throw new PatternError(`Rule is too complex - try using fewer $or; at most ${MAX_WAYS}`);
  }
  return ways;
}

function compileOr(value: unknown, path: string): Way[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    throw new PatternError('$or must be an array of two or more objects');
  }
  return value.flatMap((option) => compileObject(option, path));
}

function compileField(value: unknown, path: string, name: string): Way[] {
  if (isObject(value)) return compileObject(value, path);
  if (!Array.isArray(value)) throw new PatternError(`"${name}" must be an object or an array`);
  if (value.length === 0) throw new PatternError('Empty arrays are not allowed');
  return [new Map([[path, [alternativesOf(value)]]])];
}

function alternativesOf(list: readonly unknown[]): Alternatives {
  const absent = list.some((element) => isObject(element) && element.exists === false);
  return { matchers: list.map(compileMatcher), absent };
}

function compileMatcher(element: unknown): Matcher {
  if (!isObject(element)) {
    if (Array.isArray(element)) throw new PatternError('Arrays may not be nested');
    return (value) => value === element;
  }
  const [entry, ...more] = Object.entries(element);
  if (entry === undefined) throw new PatternError('Empty objects are not allowed');
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  const [operator, operand] = entry;
  const text = textOperators[operator]?.(operand);
  if (text !== undefined) return (value) => typeof value === 'string' && text(value);
  switch (operator) {
    case 'numeric':
      return numeric(operand);
    case 'cidr':
      return cidr(operand);
    case 'anything-but':
      return anythingBut(operand);
    case 'exists':
      if (typeof operand !== 'boolean') throw new PatternError('exists match pattern must be either true or false.');
      return () => operand;
    default:
      throw new PatternError(`Unrecognized match type ${operator}`);
  }
}

/** Every way of the left with every way of the right; a field constrained by both must satisfy both. */
function combine(left: readonly Way[], right: readonly Way[]): Way[] {
  return left.flatMap((one) =>
    right.map((other) => {
      const both = new Map(one);
      for (const [path, alternatives] of other) both.set(path, [...(both.get(path) ?? []), ...alternatives]);
      return both;
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
