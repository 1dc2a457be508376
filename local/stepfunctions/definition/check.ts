import { isObject, type Json, type JsonObject } from '../json.ts';
import type { QueryCompiler } from '../query/query.ts';
import { QueryError } from '../query/query-error.ts';
import type { Definition } from './asl.ts';
import type { Diagnostic } from './diagnostic.ts';
import { compileProgram } from './program.ts';
import { refusals } from './refuse.ts';
import { structureOf } from './structure.ts';
import { statesOf } from './walk.ts';

/** Largest definition, in bytes. Source: Step Functions service quotas. */
const MAX_DEFINITION_BYTES = 1_048_576;

/** Everything wrong with a definition; an empty list means that it can be run. */
export async function checkDefinition(text: string, compiler: QueryCompiler): Promise<Diagnostic[]> {
  if (Buffer.byteLength(text) > MAX_DEFINITION_BYTES) {
    return [{ code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is larger than 1 MB.', location: '/' }];
  }
  const definition = read(text);
  if (definition === undefined) {
    return [{ code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is no JSON object.', location: '/' }];
  }
  const refused = [...statesOf(definition)].flatMap((found) => refusals(found, definition.QueryLanguage));
  if (refused.length > 0) return refused;
  const structure = await structureOf(definition);
  if (structure.length > 0) return structure;
  try {
    compileProgram(definition as unknown as Definition, compiler);
    return [];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ code: 'INVALID_EXPRESSION', message: error.message, location: error.location }];
  }
}

function read(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
