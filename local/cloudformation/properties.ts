import { ServiceError } from '../cloud.ts';
import type { Properties } from './resource-type.ts';
import { isRecord } from './template/template.ts';

/** The members of `properties` that are set, unchanged. */
export function pick(properties: Properties, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}

/** Text, or undefined. Numbers and booleans become text. */
export function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return value === undefined ? undefined : String(value);
}

/** @throws ServiceError ValidationError when the property is missing */
export function requiredText(properties: Properties, name: string): string {
  const value = text(properties, name);
  if (value === undefined) throw new ServiceError('ValidationError', `The property ${name} is required.`);
  return value;
}

/** CloudFormation takes "true" and true alike. */
export function flag(properties: Properties, name: string): boolean | undefined {
  const value = properties[name];
  return value === undefined ? undefined : String(value) === 'true';
}

/** CloudFormation takes "300" and 300 alike. @throws ServiceError ValidationError when it is neither */
export function number(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (Number.isFinite(parsed)) return parsed;
  throw new ServiceError('ValidationError', `The property ${name} must be a number, not ${JSON.stringify(value)}.`);
}

export function list(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function record(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return isRecord(value) ? value : undefined;
}

/** An object or its JSON text, as JSON text; undefined when the property is missing. */
export function json(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** [{Key, Value}] as a map. */
export function tagMap(properties: Properties): Record<string, string> {
  const tags = list(properties, 'Tags').filter(isRecord);
  return Object.fromEntries(tags.map(({ Key, Value }) => [String(Key), String(Value)]));
}

/** Copies a value with the named members turned into numbers, at any depth. */
export function withNumbers(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const numeric = names.has(key) && typeof item === 'string' && item.trim() !== '' && Number.isFinite(Number(item));
      return [key, numeric ? Number(item) : withNumbers(item, names)];
    }),
  );
}

/** Copies a value with the first letter of every member name in lower case, as Step Functions' API spells them. */
export function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerCamel(item)]),
  );
}
