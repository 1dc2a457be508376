import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, quote } from '../duckdb.ts';
import type { HoldoutCut } from './holdout-cut.ts';
import type { PreparedDataset } from './prepare-dataset.ts';
import type { PreparedTable } from './prepared-table.ts';

interface Destination {
  readonly cut: HoldoutCut;
  readonly manifest: Manifest;
  readonly paths: Pick<PreparedDataset, 'trainPath' | 'validationPath' | 'holdoutPath' | 'labelsPath'>;
}

/** First 32 bits of the row id's MD5 as a number from 0 to 1: the same in every version of DuckDB. */
const HASH = "(('0x' || substr(md5(row_id::VARCHAR), 1, 8))::UBIGINT / 4294967296)";

const ORDER = 'ORDER BY event_time, row_id';

/** Writes the four files. Features are float32, as XGBoost keeps them. */
export async function writePrepared(
  database: Database,
  table: PreparedTable,
  { cut, manifest, paths }: Destination,
): Promise<PreparedDataset['rows']> {
  const prepared = identifier(table.name);
  const label = 'label::DOUBLE AS label';
  const training = `SELECT ${label}, ${features(table)} FROM ${prepared} WHERE ${cut.trainWhere}`;
  const share = manifest.training.validationShare;
  await copyCsv(database, `${training} AND ${HASH} >= ${share} ${ORDER}`, paths.trainPath);
  await copyCsv(database, `${training} AND ${HASH} < ${share} ${ORDER}`, paths.validationPath);
  await copyCsv(database, holdout(table, cut), paths.holdoutPath);
  const slices = table.slices.map((slice) => `, ${identifier(slice)}::VARCHAR AS ${identifier(slice)}`).join('');
  await database.run(
    `COPY (SELECT row_id::VARCHAR AS row_id, event_time::TIMESTAMP AS event_time, ${label}${slices} FROM ${prepared}
      WHERE ${cut.holdoutWhere} ${ORDER}) TO ${quote(paths.labelsPath)} (FORMAT parquet)`,
  );
  const [counts] = await database.rows(
    `SELECT count(*) FILTER (${cut.trainWhere} AND ${HASH} >= ${share})::INTEGER AS train,
      count(*) FILTER (${cut.trainWhere} AND ${HASH} < ${share})::INTEGER AS validation,
      count(*) FILTER (${cut.holdoutWhere})::INTEGER AS holdout FROM ${prepared}`,
  );
  return counts as unknown as PreparedDataset['rows'];
}

/** Writes another version's rows of the same ids. Returns how many of the candidate's rows it does not have. */
export async function writeSameRows(
  database: Database,
  table: PreparedTable,
  { cut, path }: { cut: HoldoutCut; path: string },
): Promise<number> {
  const ids = `SELECT row_id::VARCHAR AS row_id, event_time FROM prepared WHERE ${cut.holdoutWhere}`;
  const other = `SELECT row_id::VARCHAR AS row_id, ${features(table)} FROM ${identifier(table.name)}`;
  const names = table.features.map((feature) => `other.${identifier(feature)}`).join(', ');
  await copyCsv(
    database,
    `SELECT ids.row_id, ${names} FROM (${ids}) AS ids JOIN (${other}) AS other ON other.row_id = ids.row_id
      ORDER BY ids.event_time, ids.row_id`,
    path,
  );
  const [row] = await database.rows(
    `SELECT count(*)::INTEGER AS missing FROM (${ids}) AS ids WHERE row_id NOT IN (SELECT row_id::VARCHAR FROM ${identifier(table.name)})`,
  );
  return Number(row!.missing);
}

function holdout(table: PreparedTable, cut: HoldoutCut): string {
  const select = `SELECT row_id::VARCHAR AS row_id, ${features(table)} FROM ${identifier(table.name)}`;
  return `${select} WHERE ${cut.holdoutWhere} ${ORDER}`;
}

function features(table: PreparedTable): string {
  return table.features.map((feature) => `${identifier(feature)}::FLOAT AS ${identifier(feature)}`).join(', ');
}

async function copyCsv(database: Database, select: string, path: string): Promise<void> {
  await database.run(`COPY (${select}) TO ${quote(path)} (FORMAT csv, HEADER false)`);
}
