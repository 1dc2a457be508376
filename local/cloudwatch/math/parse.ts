import { MetricMathError } from './value.ts';

/** A metric math expression, read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(&&|\|\||[<>=!]=|[-+*/^<>(),[\]]))/y;

/** Binary operators, the loosest first. `^` binds tighter than a sign in front of it. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

/** @throws MetricMathError */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source);
  let position = 0;
  const peek = () => tokens[position] as Token;
  const next = () => tokens[position++] as Token;
  const fail = (wanted: string): never => {
    const { text, at } = peek();
    throw new MetricMathError(
      `Expected ${wanted} at position ${at} of "${source}", found ${text === '' ? 'its end' : text}.`,
    );
  };
  const expect = (symbol: string) => {
    if (peek().text !== symbol) fail(symbol);
    next();
  };

  const binary = (level: number): Expression => {
    const operators = LEVELS[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    while (peek().kind !== 'text' && operators.includes(peek().text)) {
      left = { kind: 'operation', operator: next().text, left, right: binary(level + 1) };
    }
    return left;
  };
  const unary = (): Expression => {
    if (peek().text !== '-') return power();
    next();
    return { kind: 'negate', operand: unary() };
  };
  const power = (): Expression => {
    const base = primary();
    if (peek().text !== '^') return base;
    next();
    return { kind: 'operation', operator: '^', left: base, right: unary() };
  };
  const listUntil = (closing: string): Expression[] => {
    const items: Expression[] = [];
    while (peek().text !== closing) {
      if (items.length > 0) expect(',');
      items.push(binary(0));
    }
    expect(closing);
    return items;
  };
  const primary = (): Expression => {
    const { kind, text } = peek();
    if (kind === 'number') return { kind, value: Number(next().text) };
    if (kind === 'text') return { kind, value: next().text };
    if (kind === 'name') {
      const name = next().text;
      if (peek().text !== '(') return { kind, name };
      next();
      return { kind: 'call', name, arguments: listUntil(')') };
    }
    if (text === '[') {
      next();
      return { kind: 'list', items: listUntil(']') };
    }
    if (text !== '(') fail('a value');
    next();
    const inner = binary(0);
    expect(')');
    return inner;
  };

  const expression = binary(0);
  if (peek().kind !== 'end') fail('an operator');
  return expression;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new MetricMathError(`Unexpected character at position ${at} of "${source}".`);
    const [, number, name, double, single, symbol] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, at });
    else tokens.push({ kind: 'text', text: double ?? single ?? '', at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}
