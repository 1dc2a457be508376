import { FUNCTIONS } from './functions.ts';
import type { Expression } from './parse.ts';
import { type MathScope, MetricMathError, type Points, scalar, series, type Value } from './value.ts';

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};
const SPELLINGS: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

/** @throws MetricMathError for an unknown id or function, or arguments that do not fit */
export function evaluateExpression(expression: Expression, scope: MathScope): Value {
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'text':
      throw new MetricMathError(`The text "${expression.value}" is not a value.`);
    case 'name':
      return scope.lookup(expression.name);
    case 'list':
      return { kind: 'list', items: expression.items.flatMap((item) => pointsOf(evaluateExpression(item, scope))) };
    case 'negate':
      return combine('-', scalar(0), evaluateExpression(expression.operand, scope));
    case 'operation': {
      const operator = SPELLINGS[expression.operator] ?? expression.operator;
      return combine(operator, evaluateExpression(expression.left, scope), evaluateExpression(expression.right, scope));
    }
    case 'call': {
      const implementation = FUNCTIONS[expression.name];
      if (implementation === undefined) {
        throw new MetricMathError(`The function ${expression.name} is not known to the embedded AWS.`);
      }
      const evaluated = expression.arguments.map((argument) =>
        // FILL's modes are bare words.
        argument.kind === 'name' && FILL_MODES.has(argument.name) ? argument.name : evaluateExpression(argument, scope),
      );
      return implementation(evaluated, scope);
    }
  }
}

const FILL_MODES = new Set(['REPEAT', 'LINEAR']);

/** Two series give a point where both have one; a division by zero gives none. */
function combine(operator: string, left: Value, right: Value): Value {
  const apply = OPERATORS[operator] as (left: number, right: number) => number;
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(apply(left.value, right.value));
  if (left.kind === 'list' || right.kind === 'list') {
    const items = left.kind === 'list' ? left.items : (right as Extract<Value, { kind: 'list' }>).items;
    const one = (item: Points) =>
      left.kind === 'list' ? combine(operator, series(item), right) : combine(operator, left, series(item));
    return { kind: 'list', items: items.flatMap((item) => pointsOf(one(item))) };
  }
  const base = left.kind === 'series' ? left.points : (right as Extract<Value, { kind: 'series' }>).points;
  const points = new Map<number, number>();
  for (const at of base.keys()) {
    const first = left.kind === 'series' ? left.points.get(at) : left.value;
    const second = right.kind === 'series' ? right.points.get(at) : right.value;
    if (first === undefined || second === undefined) continue;
    const result = apply(first, second);
    if (Number.isFinite(result)) points.set(at, result);
  }
  return series(points);
}

function pointsOf(value: Value): readonly Points[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'series') return [value.points];
  throw new MetricMathError('A list takes metrics, not numbers.');
}
