import type * as z from 'zod';
import { type JsonSchema, schemasAt } from './json-schema.ts';
import { nearestHint } from './nearest.ts';
import { type Problem, problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, in our words: an unknown key or value names the nearest known one. */
export function describeIssue(issue: Issue, { schema, value }: { schema: JsonSchema; value: unknown }): Problem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = schemasAt(schema, issue.path, value).flatMap((found) => Object.keys(found.properties ?? {}));
        return problem([...issue.path, key], `Unknown key "${key}".${nearestHint(key, known)}`);
      });
    case 'invalid_value':
      return [problem(issue.path, unknownValue(at(value, issue.path), issue.values.map(String)))];
    case 'invalid_union':
      return [problem(issue.path, unknownValue(at(value, issue.path), discriminators(schema, issue.path, value)))];
    default:
      return [problem(issue.path, issue.message)];
  }
}

function unknownValue(given: unknown, valid: readonly string[]): string {
  if (given === undefined) return `Missing. One of ${valid.join(', ')}.`;
  return `Unknown value "${String(given)}".${nearestHint(String(given), valid)} One of ${valid.join(', ')}.`;
}

/** zod puts the discriminator itself at the end of the issue's path. */
function discriminators(schema: JsonSchema, path: readonly PropertyKey[], value: unknown): string[] {
  const key = String(path.at(-1));
  const holder = path.slice(0, -1);
  const bare = replaceAt(value, holder, {});
  return schemasAt(schema, holder, bare).flatMap((member) => {
    const known = member.properties?.[key]?.const;
    return known === undefined ? [] : [String(known)];
  });
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function replaceAt(value: unknown, path: readonly PropertyKey[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  const holder = value as Record<PropertyKey, unknown>;
  return { ...holder, [key]: replaceAt(holder[key], rest, replacement) };
}
