import { ServiceError } from '../../cloud.ts';
import { substitute } from './substitution.ts';
import { isRecord } from './template.ts';

/** Where a template's names get their values. Each function throws ServiceError ValidationError for an unknown name. */
export interface Scope {
  /** A parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(keys: readonly [string, string, string]): unknown;
  importValue(name: string): unknown;
  readonly region: string;
}

/** What `AWS::NoValue` refers to: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(String(name)),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair('Fn::Join', argument);
    return list('Fn::Join', evaluate(parts, scope)).map(String).join(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = pair('Fn::Select', argument);
    const values = list('Fn::Select', evaluate(from, scope));
    const at = Number(evaluate(index, scope));
    if (!(at in values)) throw invalid(`Fn::Select cannot select nonexistent value at index ${at}`);
    return values[at];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = pair('Fn::Split', argument);
    return String(evaluate(text, scope)).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list('Fn::If', argument);
    return evaluate(scope.condition(String(name)) ? yes : no, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list('Fn::FindInMap', evaluate(argument, scope)).map(String);
    return scope.mapping([map ?? '', top ?? '', second ?? '']);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluate(argument, scope))).toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(evaluate(argument, scope))),
  'Fn::GetAZs': (_argument, { region }) => ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
};

/** A value with every intrinsic function resolved. @throws ServiceError ValidationError */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && (only === 'Ref' || only.startsWith('Fn::'))) {
    const intrinsic = INTRINSICS[only];
    if (intrinsic === undefined) throw invalid(`the intrinsic function ${only} is not supported`);
    return intrinsic(value[only], scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** The two parts of a GetAtt, in either notation. */
export function attributeReference(argument: unknown): readonly [logicalId: string, attribute: unknown] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = pair('Fn::GetAtt', argument);
  return [String(logicalId), attribute];
}

function getAtt(argument: unknown, scope: Scope): unknown {
  const [logicalId, attribute] = attributeReference(argument);
  return scope.attribute(logicalId, String(evaluate(attribute, scope)));
}

function sub(argument: unknown, scope: Scope): string {
  const [text, own] = typeof argument === 'string' ? [argument, {}] : pair('Fn::Sub', argument);
  const variables = evaluate(own, scope) as Record<string, unknown>;
  return substitute(String(text), (name) => {
    if (Object.hasOwn(variables, name)) return String(variables[name]);
    return String(name.includes('.') ? getAtt(name, scope) : scope.ref(name));
  });
}

function pair(intrinsic: string, argument: unknown): [unknown, unknown] {
  const [first, second, ...rest] = list(intrinsic, argument);
  if (first === undefined || second === undefined || rest.length > 0) throw invalid(`${intrinsic} takes two arguments`);
  return [first, second];
}

function list(intrinsic: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw invalid(`${intrinsic} takes a list, not ${JSON.stringify(value)}`);
  return value;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', `Template error: ${message}.`);
}
