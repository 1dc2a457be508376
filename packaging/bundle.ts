import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { literalSchemaKeys } from './literal-schema-keys.ts';

/** One Lambda function's package. */
export interface Bundle {
  /** File name without its ending, for example `gate-candidate`. */
  readonly name: string;
  /** The zip to deploy: index.mjs and its source map. */
  readonly zip: string;
  /** Size of index.mjs in bytes, uncompressed. */
  readonly bytes: number;
}

/** A function is a file in functions/ that has its settings, a .yml, beside it. */
export function functionNames(root: string): string[] {
  const files = readdirSync(join(root, 'functions'));
  return files
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.slice(0, -'.yml'.length))
    .sort();
}

/**
 * Bundles every function into `.build/functions/<name>/index.mjs` and zips it into `<package>/<name>.zip`. The same sources give the same bytes.
 * @throws esbuild's BuildFailure naming file and line
 */
export async function bundleFunctions(root: string, packageDirectory: string): Promise<Bundle[]> {
  const names = functionNames(root);
  const outdir = join(root, '.build/functions');
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join(root, 'functions', `${name}.ts`), out: join(name, 'index') })),
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // esbuild's default for node is main first, which takes the CommonJS builds and doubles the size of the SageMaker client.
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    // On Lambda and on the embedded AWS credentials come from the environment; the other providers would add 150 kB.
    alias: { '@aws-sdk/credential-provider-node': join(root, 'packaging/environment-credentials.ts') },
    plugins: [literalSchemaKeys],
    logLevel: 'warning',
  });
  mkdirSync(packageDirectory, { recursive: true });
  return names.map((name) => {
    const code = readFileSync(join(outdir, name, 'index.mjs'));
    const map = readFileSync(join(outdir, name, 'index.mjs.map'));
    const zip = join(packageDirectory, `${name}.zip`);
    writeFileSync(
      zip,
      zipSync({ 'index.mjs': code, 'index.mjs.map': map }, { mtime: new Date('1980-01-02T00:00:00Z') }),
    );
    return { name, zip, bytes: code.byteLength };
  });
}
