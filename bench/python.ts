import { spawnSync } from 'node:child_process';

/** Where a Python is looked for when none is named: first on the path, then where Debian puts its own. */
const USUAL = ['python3', '/usr/bin/python3'];

/** The Python that was named, or the first usual one, that can import these modules; undefined when none can. */
export function pythonWith(modules: readonly string[], named: string | undefined): string | undefined {
  const asked = `import ${modules.join(', ')}`;
  return (named === undefined ? USUAL : [named]).find((python) => spawnSync(python, ['-c', asked]).status === 0);
}
