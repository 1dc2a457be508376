import type { QueryField } from '../definition/program.ts';
import type { Json } from '../json.ts';
import { unexpectedType } from '../query/query-error.ts';
import type { Visit } from './visit.ts';

/** @throws QueryError when the field gives no text */
export async function textField(visit: Visit, field: QueryField): Promise<string | undefined> {
  const value = await visit.evaluate(field);
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(visit, field, { expected: 'string', value });
}

/** @throws QueryError when the field gives no whole number from `least` */
export async function countField(visit: Visit, field: QueryField, least = 0): Promise<number | undefined> {
  const value = await visit.evaluate(field);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw wrongType(visit, field, { expected: least > 0 ? 'positive integer' : 'non-negative integer', value });
}

/** @throws QueryError when the field gives no number from 0 to 100 */
export async function percentageField(visit: Visit, field: QueryField): Promise<number | undefined> {
  const value = await visit.evaluate(field);
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= 100)) return value;
  throw wrongType(visit, field, { expected: 'number from 0 to 100', value });
}

interface Mismatch {
  readonly expected: string;
  readonly value: Json;
}

export function wrongType(visit: Visit, field: QueryField, { expected, value }: Mismatch): Error {
  const template = visit.here.fields[field];
  const expression = template?.kind === 'query' ? template.query.expression : JSON.stringify(value);
  return unexpectedType({ expression, location: field }, expected, value);
}
