import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import from whom (the house's one-way rule). A folder may always import from itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  events: [],
  statemachines: ['domain'],
  data: ['domain'],
  aws: ['domain'],
  functions: ['domain', 'data', 'events', 'aws', 'statemachines'],
  ops: ['domain', 'aws', 'events', 'statemachines'],
  story: ['local', 'aws', 'packaging'],
  local: [],
};

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));

const imported = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

const folderOf = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith('#')) return specifier.slice(1).split('/')[0];
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier)).split('/')[0];
  return undefined;
};

describe.each(Object.keys(allowed))('%s', (folder) => {
  it('imports only from where it may', () => {
    const wrong = sources(folder).flatMap((file) =>
      imported(file)
        .filter((specifier) => {
          const from = folderOf(file, specifier);
          return from !== undefined && from !== folder && from !== 'catalog' && !allowed[folder]?.includes(from);
        })
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('domain', () => {
  it('imports no package but zod', () => {
    const packages = sources('domain').flatMap((file) =>
      imported(file).filter((each) => !each.startsWith('.') && !each.startsWith('#')),
    );
    expect([...new Set(packages)].filter((each) => each !== 'zod' && each !== 'node:crypto')).toEqual([]);
  });
});
