import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Package> };
const root = JSON.parse(readFileSync('package.json', 'utf8')) as Package & { readonly workspaces: readonly string[] };

describe('the lockfile, which npm ci refuses when it does not fit', () => {
  it.each(['', ...root.workspaces])('locks what the package "%s" asks for', (folder) => {
    const asked = JSON.parse(readFileSync(`./${folder}/package.json`, 'utf8')) as Package;
    expect(packages[folder]?.dependencies).toEqual(asked.dependencies);
    expect(packages[folder]?.devDependencies).toEqual(asked.devDependencies);
  });

  it('locks the optional packages of every platform, not only of the one it was made on', () => {
    const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });
});
