import { ServiceError } from '../../cloud.ts';

type JsonFilter = (root: unknown) => boolean;

const TOKEN =
  /\s*(\$(?:\.[\w-]+|\[(?:\d+|'[^']*'|"[^"]*")\])*|"(?:[^"\\]|\\.)*"|%[^%]*%|&&|\|\||[<>!]=|[=<>(){}]|[\w.*+-]+)/y;

/** Reads `{ $.path = value && ... }`. A message that is no JSON object matches nothing. @throws ServiceError */
export function parseJsonFilter(pattern: string): (message: string) => boolean {
  const tokens = tokenize(pattern);
  let position = 0;
  const next = () => tokens[position++];
  const expect = (token: string) => {
    if (next() !== token) throw invalid(pattern, `${token} is missing`);
  };
  const either = (): JsonFilter => {
    const parts = [both()];
    while (tokens[position] === '||') {
      position++;
      parts.push(both());
    }
    return (root) => parts.some((part) => part(root));
  };
  const both = (): JsonFilter => {
    const parts = [single()];
    while (tokens[position] === '&&') {
      position++;
      parts.push(single());
    }
    return (root) => parts.every((part) => part(root));
  };
  const single = (): JsonFilter => {
    const token = next() ?? '';
    if (token === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (!token.startsWith('$')) throw invalid(pattern, `${token === '' ? 'its end' : token} is unexpected`);
    const select = selector(token);
    const operator = next() ?? '';
    if (operator === 'NOT') {
      expect('EXISTS');
      return (root) => select(root) === undefined;
    }
    const operand = next();
    if (operand === undefined || operand === '}') throw invalid(pattern, `${token} ${operator} lacks a value`);
    const holds = comparison(operator, operand);
    if (holds === undefined) throw invalid(pattern, `${operator} is no comparison`);
    return (root) => holds(select(root));
  };

  expect('{');
  const filter = either();
  expect('}');
  return (message) => {
    try {
      return filter(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

/** `$.a.b[0]['c']` as a function of the root. */
function selector(path: string): (root: unknown) => unknown {
  const keys = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g)].map(
    ([, name, index, single, double]) => name ?? index ?? single ?? double ?? '',
  );
  return (root) =>
    keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], root);
}

function comparison(operator: string, operand: string): ((value: unknown) => boolean) | undefined {
  const number = Number(operand);
  switch (operator) {
    case '=':
      return equality(operand);
    case '!=': {
      const equal = equality(operand);
      return (value) => value !== undefined && !equal(value);
    }
    case '<':
      return (value) => typeof value === 'number' && value < number;
    case '<=':
      return (value) => typeof value === 'number' && value <= number;
    case '>':
      return (value) => typeof value === 'number' && value > number;
    case '>=':
      return (value) => typeof value === 'number' && value >= number;
    case 'IS':
      return (value) => value === { NULL: null, TRUE: true, FALSE: false }[operand.toUpperCase()];
    default:
      return undefined;
  }
}

/** Text with * wildcards, a number, or a %regular expression%. */
function equality(operand: string): (value: unknown) => boolean {
  const expression = /^%(.*)%$/.exec(operand)?.[1];
  if (expression !== undefined) {
    const regular = new RegExp(expression);
    return (value) => typeof value === 'string' && regular.test(value);
  }
  const text = operand.startsWith('"') ? (JSON.parse(operand) as string) : operand;
  const parts = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const wildcard = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) =>
    (typeof value === 'string' && wildcard.test(value)) || (typeof value === 'number' && value === Number(text));
}

function tokenize(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const at = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(pattern) ?? [];
    if (token === undefined) throw invalid(pattern, `unexpected character at position ${at}`);
    tokens.push(token);
  }
  return tokens;
}

function invalid(pattern: string, why: string): ServiceError {
  return new ServiceError('InvalidParameterException', `Invalid filter pattern ${pattern}: ${why}.`);
}
