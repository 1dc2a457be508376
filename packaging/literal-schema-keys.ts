import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * The SDK's schema modules write `{ [_h]: ... }` with `const _h = "http"`. A computed key might run code, so esbuild keeps every schema of
 * a client that is used at all: 66 kB for S3 instead of 10. With the constant in its place it drops what no command refers to.
 */
export const literalSchemaKeys: Plugin = {
  name: 'literal-schema-keys',
  setup(build) {
    build.onLoad({ filter: /[\\/]schemas_0\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const constants = new Map(text.matchAll(/^const (_\w+) = ("[^"]*");$/gm).map(([, name, value]) => [name, value]));
      const contents = text.replaceAll(/\[(_\w+)\]:/g, (whole, name: string) =>
        constants.has(name) ? `${constants.get(name)}:` : whole,
      );
      return { contents, loader: 'js' };
    });
  },
};
