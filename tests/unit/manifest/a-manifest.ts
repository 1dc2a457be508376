import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ParsedManifest, parseManifest } from '#domain/manifest/parse-manifest.ts';
import { printProblem } from '#domain/manifest/problem.ts';
import type { Surroundings } from '#domain/manifest/rules/rule.ts';

const folder = new URL('../../models/tiny/', import.meta.url);

/** A document that may be changed at will: the tiny model's own manifest. */
export function tinyDocument(): Record<string, never> & { [key: string]: unknown } {
  return parse(readFileSync(new URL('manifest.yaml', folder), 'utf8')) as never;
}

export function tinySql(): string {
  return readFileSync(new URL('prepare.sql', folder), 'utf8');
}

/** What is said about the manifest of the tickets, whose label names classes, with one value changed. */
export function ticketComplaints(path: string, value: unknown, surroundings: Partial<Surroundings> = {}): string[] {
  const read = (name: string) => readFileSync(new URL(`../tickets/${name}`, folder), 'utf8');
  const file = 'models/tickets/manifest.yaml';
  const where = { file, stage: 'dev', prepareSql: read('prepare.sql'), folder: 'tickets', ...surroundings };
  const parsed = parseManifest(withValue(parse(read('manifest.yaml')), path, value), where);
  return 'problems' in parsed ? parsed.problems.map(printProblem) : [];
}

/** Sets a value by its dotted path; undefined takes the key away. */
export function withValue(document: object, path: string, value: unknown): object {
  const keys = path.split('.');
  const last = keys.pop()!;
  const copy = structuredClone(document);
  let holder = copy as Record<string, unknown>;
  for (const key of keys) {
    holder[key] ??= {};
    holder = holder[key] as Record<string, unknown>;
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

export function parseTiny(document: unknown, surroundings: Partial<Surroundings> = {}): ParsedManifest {
  const file = 'models/tiny/manifest.yaml';
  return parseManifest(document, { file, stage: 'dev', prepareSql: tinySql(), folder: 'tiny', ...surroundings });
}

/** The tiny manifest with one value changed, read, and what is said about it. */
export function complaints(path: string, value: unknown, surroundings: Partial<Surroundings> = {}): string[] {
  const parsed = parseTiny(withValue(tinyDocument(), path, value), surroundings);
  return 'problems' in parsed ? parsed.problems.map(printProblem) : [];
}
