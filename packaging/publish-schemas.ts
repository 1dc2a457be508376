import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceJsonSchema } from '../domain/evidence/evidence-schema.ts';

/** The JSON Schemas that readers of a deployed stage need, by file name: committed, so that a link to them works. */
export const publishedSchemas: Readonly<Record<string, () => object>> = {
  'evidence.schema.json': evidenceJsonSchema,
};

export const SCHEMA_FOLDER = 'docs/schemas';

export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function main(): void {
  mkdirSync(SCHEMA_FOLDER, { recursive: true });
  for (const [name, schema] of Object.entries(publishedSchemas))
    writeFileSync(join(SCHEMA_FOLDER, name), schemaText(schema()));
}

if (import.meta.main) main();
