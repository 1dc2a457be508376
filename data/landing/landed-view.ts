import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import { DatasetUnreadableError } from '../errors.ts';
import { fileSource, selectDeclared } from './file-source.ts';

/**
 * A relation of landed files with every declared column in its declared type: a view of Parquet, a table of CSV, which would
 * otherwise be parsed at every use.
 * @throws DatasetUnreadableError
 */
export async function createLandedView(
  database: Database,
  view: string,
  { manifest, paths }: { manifest: Manifest; paths: readonly string[] },
): Promise<void> {
  try {
    const what = manifest.data.format === 'csv' ? 'TABLE' : 'VIEW';
    await database.run(`CREATE ${what} ${identifier(view)} AS ${await landedSelect(database, manifest, paths)}`);
  } catch (error) {
    const which = `A ${manifest.data.format} file of the view ${view} cannot be read`;
    throw new DatasetUnreadableError(`${which}: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

/** A SELECT of every declared column of all the files. @throws Error when one of them cannot be read */
export async function landedSelect(database: Database, manifest: Manifest, paths: readonly string[]): Promise<string> {
  const selects = await Promise.all(
    paths.map(async (path) => selectDeclared(manifest, await fileSource(database, manifest, path))),
  );
  return selects.join(' UNION ALL ');
}
