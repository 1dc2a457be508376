import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import { listFiles } from './list-files.ts';

/** What data/duckdb.ts needs on Lambda: the binding of its processor and operating system. */
const PACKAGES = ['@duckdb/node-api', '@duckdb/node-bindings', '@duckdb/node-bindings-linux-arm64'];

export const LAYER_ZIP = '.build/duckdb-layer.zip';

interface Lock {
  readonly packages: Record<string, { readonly version: string; readonly integrity: string }>;
}

/** Stands in for the layer where it was not built: enough to package and to run locally, refused by deploy. */
export function ensureLayerZip(root: string): { readonly built: boolean } {
  const zip = join(root, LAYER_ZIP);
  if (existsSync(`${zip}.integrity`) && existsSync(zip))
    return { built: readFileSync(`${zip}.integrity`, 'utf8') === integrityOf(root) };
  mkdirSync(join(root, '.build'), { recursive: true });
  writeFileSync(zip, zipSync({ 'NOT-BUILT.txt': Buffer.from('Run npm run layer before serverless deploy.\n') }));
  return { built: false };
}

/**
 * Builds the DuckDB layer: the packages as the lockfile pins them, downloaded and compared with its hashes.
 * @throws Error when a download differs from the lockfile
 */
export function buildLayer(root: string): void {
  const lock = readLock(root);
  const work = mkdtempSync(join(tmpdir(), 'andon-layer-'));
  const files: Zippable = {};
  try {
    for (const name of PACKAGES) {
      const { version, integrity } = lockedPackage(lock, name);
      const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], {
        encoding: 'utf8',
      }).trim();
      const tarball = readFileSync(join(work, packed.split('\n').at(-1) ?? ''));
      const [algorithm = 'sha512', expected] = integrity.split('-', 2);
      const actual = createHash(algorithm).update(tarball).digest('base64');
      if (actual !== expected)
        throw new Error(`${name}@${version} is not what package-lock.json pins; delete nothing, find out why.`);
      const folder = join(work, name);
      mkdirSync(folder, { recursive: true });
      execFileSync('tar', [
        '-xzf',
        join(work, packed.split('\n').at(-1) ?? ''),
        '-C',
        folder,
        '--strip-components',
        '1',
      ]);
      for (const file of listFiles(folder))
        files[`nodejs/node_modules/${name}/${file}`] = readFileSync(join(folder, file));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  mkdirSync(join(root, '.build'), { recursive: true });
  writeFileSync(join(root, LAYER_ZIP), zipSync(files, { mtime: new Date('1980-01-02T00:00:00Z') }));
  writeFileSync(`${join(root, LAYER_ZIP)}.integrity`, integrityOf(root));
}

function integrityOf(root: string): string {
  const lock = readLock(root);
  return PACKAGES.map((name) => lockedPackage(lock, name).integrity).join('\n');
}

function readLock(root: string): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
}

function lockedPackage({ packages }: Lock, name: string) {
  const entry = packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`${name} is not in package-lock.json; npm install puts it there.`);
  return entry;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildLayer(process.cwd());
  process.stdout.write(`${LAYER_ZIP} built\n`);
}
