import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

/** Set for every function by serverless.yml or by Lambda itself. */
const given = ['STAGE', 'AWS_REGION'];

const names = readdirSync('functions')
  .filter((file) => file.endsWith('.yml'))
  .map((file) => file.slice(0, -4));

/** The variables that the code of a function asks readEnvironment for, those of modules it shares included. */
function wanted(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  const own = [...text.matchAll(/readEnvironment\(\s*\{([^}]*)\}/g)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/(\w+):/g)].map((key) => key[1] ?? ''),
  );
  const shared = [...text.matchAll(/^import \{[^}]*\} from '\.\/([\w-]+\.ts)'/gm)].map(
    (match) => `functions/${match[1]}`,
  );
  return [
    ...own,
    ...shared
      .filter((each) => !names.includes(each.slice('functions/'.length, -3)))
      .flatMap((each) => wanted(each, seen)),
  ];
}

describe.each(names)('The environment of %s', (name) => {
  it('is what its code reads, no less and no more', () => {
    const settings = parse(readFileSync(`functions/${name}.yml`, 'utf8'), { logLevel: 'silent' }) as {
      function: { environment?: object };
    };
    const set = Object.keys(settings.function.environment ?? {});
    const read = wanted(`functions/${name}.ts`).filter((variable) => !given.includes(variable));
    expect(set.sort()).toEqual([...new Set(read)].sort());
  });
});
