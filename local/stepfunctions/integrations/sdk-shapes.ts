import { isObject, type Json, type JsonObject } from '../json.ts';

/** A Task's parameters as a service's operation takes them. A Body is bytes there, text or JSON here. */
export function toModel(parameters: JsonObject, lowerCase: boolean): object {
  const members = Object.entries(parameters).map(([name, value]) => [
    lowerCase ? lower(name) : name,
    name === 'Body' ? Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) : inner(value, lowerCase),
  ]);
  return Object.fromEntries(members);
}

function inner(value: Json | undefined, lowerCase: boolean): unknown {
  if (Array.isArray(value)) return value.map((item: Json) => inner(item, lowerCase));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    lowerCase ? lower(name) : name,
    inner(member, lowerCase),
  ]);
  return Object.fromEntries(members);
}

/** A service's answer as the state sees it: names with a capital, dates as ISO text, bytes as text. */
export function fromModel(value: unknown, lowerCase: boolean): Json {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map((item) => fromModel(item, lowerCase));
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && name !== '$metadata')
    .map(([name, member]) => [lowerCase ? upper(name) : name, fromModel(member, lowerCase)]);
  return Object.fromEntries(members) as Json;
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function upper(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
