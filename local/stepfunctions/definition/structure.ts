import { isObject, type Json, type JsonObject } from '../json.ts';
import { expressionIn } from '../query/query.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Fields that take any JSON; their expressions are checked apart. */
const TEMPLATES = new Set(['Arguments', 'Output', 'Assign', 'ItemSelector', 'Items']);
const PLACEHOLDER = '{% true %}';

/**
 * Checks fields, transitions and names with asl-validator. It is given a copy in which every expression is a plain one:
 * it refuses some that AWS runs (empty text, several lines, a boolean Condition).
 */
export async function structureOf(definition: JsonObject): Promise<Diagnostic[]> {
  const { default: validate } = await import('asl-validator');
  const { errors } = validate(plain(definition) as JsonObject, { checkPaths: false, checkArn: false });
  return errors.map((error) => ({
    code: error['Error code'],
    message: error.message ?? error.schemaError?.message ?? 'The definition is not valid.',
    location: error.path ?? error.schemaError?.instancePath ?? '/',
  }));
}

function plain(value: Json | undefined, field = ''): Json {
  if (field === 'Assign') return {};
  if (TEMPLATES.has(field) || field === 'Condition') return PLACEHOLDER;
  if (typeof value === 'string') return expressionIn(value) === undefined ? value : PLACEHOLDER;
  if (Array.isArray(value)) return value.map((item: Json) => plain(item));
  if (!isObject(value)) return value ?? null;
  // Names of states are no fields.
  const named = field === 'States';
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member, named ? '' : name)]));
}
