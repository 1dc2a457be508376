import * as z from 'zod';
import { Manifest } from './schema.ts';

/** The part of JSON Schema that zod writes for a manifest. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** The manifest as it is written, before defaults: for editors, and for naming the nearest known key. */
export function jsonSchema(): JsonSchema {
  return z.toJSONSchema(Manifest, { io: 'input', target: 'draft-2020-12' }) as JsonSchema;
}

/**
 * The alternatives the schema allows at a path. Of a union only the members that the value's own discriminators
 * (`kind`, `check`, `type`) allow are followed.
 */
export function schemasAt(schema: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema[] {
  const members = (schema.oneOf ?? schema.anyOf ?? [schema]).filter((member) => admits(member, value));
  const [key, ...rest] = path;
  if (key === undefined) return members;
  return members.flatMap((member) => {
    const next = member.items ?? member.properties?.[String(key)] ?? member.additionalProperties;
    if (next === undefined || typeof next === 'boolean') return [];
    return schemasAt(next, rest, (value as Record<PropertyKey, unknown> | undefined)?.[key]);
  });
}

function admits(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema.properties ?? {}).every(([key, property]) => {
    const given = (value as Record<string, unknown> | null | undefined)?.[key];
    return property.const === undefined || given === undefined || given === property.const;
  });
}
