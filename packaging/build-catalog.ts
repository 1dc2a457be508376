import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, YAMLParseError } from 'yaml';
import { evidenceJsonSchema } from '../domain/evidence/evidence-schema.ts';
import { jsonSchema } from '../domain/manifest/json-schema.ts';
import { type ParsedManifest, parseManifest } from '../domain/manifest/parse-manifest.ts';
import { type FileProblem, printProblem } from '../domain/manifest/problem.ts';
import type { Catalog, CatalogEntry } from '../domain/manifest/schema.ts';
import { refuseWrongSql } from './refuse-wrong-sql.ts';

/** Some manifest is wrong. The message has one line per problem. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(printProblem).join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads every `<directory>/<model>/manifest.yaml` as it holds in the stage.
 * @throws CatalogError naming file, key and the nearest known one of everything that is wrong
 */
export function buildCatalog({ directories, stage }: { directories: readonly string[]; stage: string }): Catalog {
  const problems: FileProblem[] = [];
  const catalog: Record<string, CatalogEntry> = {};
  for (const { directory, folder } of directories.flatMap(modelFolders)) {
    const file = join(directory, folder, 'manifest.yaml');
    const { parsed, prepareSql } = readManifest({ directory, folder, file, stage });
    if ('problems' in parsed) {
      problems.push(...parsed.problems);
      continue;
    }
    const { manifest } = parsed;
    if (catalog[manifest.model] !== undefined) {
      problems.push({ file, path: 'model', message: `A second model named "${manifest.model}".` });
    }
    const digest = createHash('sha256').update(JSON.stringify(manifest)).update('\0').update(prepareSql).digest('hex');
    catalog[manifest.model] = { manifest, prepareSql, digest };
  }
  if (problems.length > 0) throw new CatalogError(problems);
  return catalog;
}

function modelFolders(directory: string): { directory: string; folder: string }[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'manifest.yaml')))
    .map((entry) => ({ directory, folder: entry.name }))
    .sort((a, b) => a.folder.localeCompare(b.folder));
}

interface ManifestFile {
  readonly directory: string;
  readonly folder: string;
  readonly file: string;
  readonly stage: string;
}

function readManifest({ directory, folder, file, stage }: ManifestFile): {
  parsed: ParsedManifest;
  prepareSql: string;
} {
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { parsed: { problems: [{ file, path: '', message: `Not YAML: ${error.message}` }] }, prepareSql: '' };
  }
  const name = (document as { prepare?: unknown } | null)?.prepare ?? 'prepare.sql';
  const path = join(directory, folder, String(name));
  const prepareSql = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return { parsed: parseManifest(document, { file, stage, prepareSql, folder }), prepareSql: prepareSql ?? '' };
}

/** Writes `.build/catalog.json` and the JSON Schemas: the manifest's for editors, the evidence's for its readers. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: 'dev' },
      models: { type: 'string', multiple: true, default: ['models'] },
      out: { type: 'string', default: '.build' },
    },
  });
  const write = (name: string, value: unknown) =>
    writeFileSync(join(values.out, name), `${JSON.stringify(value, null, 2)}\n`);
  try {
    const catalog = buildCatalog({ directories: values.models, stage: values.stage });
    await refuseWrongSql(catalog, values.models);
    mkdirSync(values.out, { recursive: true });
    write('catalog.json', catalog);
    write('manifest.schema.json', jsonSchema());
    write('evidence.schema.json', evidenceJsonSchema());
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

// No top-level await: the framework requires its plugin, and this with it, as CommonJS does.
if (import.meta.main) void main();
