import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, identifier, openDatabase } from '../data/duckdb.ts';
import { PrepareSqlError } from '../data/errors.ts';
import { isRowExpectation, offends } from '../data/expectations/expectation-sql.ts';
import { SQL_TYPES } from '../data/landing/file-source.ts';
import { prepareTable } from '../data/prepare/prepared-table.ts';
import { nearestHint } from '../domain/manifest/nearest.ts';
import { type FileProblem, type Problem, problem } from '../domain/manifest/problem.ts';
import type { Catalog, CatalogEntry } from '../domain/manifest/schema.ts';
import { CatalogError } from './build-catalog.ts';

/**
 * Runs every model's SQL over no rows of the declared columns, so that a misspelt column is told at build and not by the first landing.
 * @throws CatalogError naming file and key
 */
export async function refuseWrongSql(catalog: Catalog, directories: readonly string[]): Promise<void> {
  const problems: FileProblem[] = [];
  for (const [model, entry] of Object.entries(catalog)) {
    const files = directories.map((directory) => join(directory, model, 'manifest.yaml'));
    const file = files.find((path) => existsSync(path)) ?? model;
    problems.push(...(await wrongSql(entry)).map((wrong) => ({ ...wrong, file })));
  }
  if (problems.length > 0) throw new CatalogError(problems);
}

async function wrongSql({ manifest, prepareSql }: CatalogEntry): Promise<Problem[]> {
  await using database = await openDatabase({ directory: join(tmpdir(), 'andon-sql'), memoryMb: 256, threads: 1 });
  const columns = Object.entries(manifest.data.columns).map(
    ([name, { type }]) => `${identifier(name)} ${SQL_TYPES[type]}`,
  );
  for (const view of ['landed', 'accepted']) await database.run(`CREATE TABLE ${view} (${columns.join(', ')})`);
  const { label, expectations } = manifest.data;
  const problems = await tried(['data', 'label', 'sql'], () => runs(database, `SELECT (${label.sql}) FROM landed`));
  for (const [index, expectation] of expectations.entries()) {
    if (!isRowExpectation(expectation)) continue;
    const path = ['data', 'expectations', index];
    problems.push(...(await tried(path, () => runs(database, `SELECT 1 FROM landed WHERE ${offends(expectation)}`))));
  }
  const prepared = await tried(['prepare'], async () => {
    const { features } = await prepareTable(database, 'prepared', prepareSql);
    problems.push(...unknownFeatures(manifest, features));
  });
  return [...problems, ...prepared];
}

function unknownFeatures({ data, prepare }: CatalogEntry['manifest'], features: readonly string[]): Problem[] {
  return data.featureDrift.flatMap(({ feature }, index) => {
    if (features.includes(feature)) return [];
    const message = `${prepare} returns no feature "${feature}".${nearestHint(feature, features)}`;
    return [problem(['data', 'featureDrift', index, 'feature'], message)];
  });
}

async function runs(database: Database, sql: string): Promise<void> {
  await database.rows(sql);
}

/** What DuckDB says is told up to the place in the SQL, which it shows in further lines. */
async function tried(path: readonly PropertyKey[], run: () => Promise<unknown>): Promise<Problem[]> {
  try {
    await run();
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = error.message.split(/\n\s*\n|\nLINE /)[0]?.replace(/\s*\n\s*/g, ' ') ?? '';
    return [problem(path, error instanceof PrepareSqlError ? said : `It is no SQL over the declared columns: ${said}`)];
  }
}
