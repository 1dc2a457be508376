import type { ColumnType, Manifest } from '#domain/manifest/schema.ts';
import type { Database } from '../duckdb.ts';
import { type CheckFinding, structural } from '../validate/finding.ts';
import { type FileSource, fileSource } from './file-source.ts';

/** A landed object on the local disk. */
export interface LandedFile {
  readonly path: string;
  /** Its key in the bucket, by which people know it. */
  readonly key: string;
}

/** What the files say of their columns, and how to read them. */
export interface LandingSchema {
  readonly findings: readonly CheckFinding[];
  readonly sources: readonly { readonly file: LandedFile; readonly source: FileSource }[];
}

const WHOLE = 'U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)';

/** DuckDB types that a declared type may have in a Parquet file. */
const PARQUET_TYPES: Readonly<Record<ColumnType, RegExp>> = {
  boolean: /^BOOLEAN$/,
  integer: new RegExp(`^${WHOLE}$`),
  number: new RegExp(`^(${WHOLE}|FLOAT|DOUBLE|DECIMAL\\(.*\\))$`),
  string: /^(VARCHAR|ENUM\(.*\))$/,
  timestamp: /^(TIMESTAMP.*|DATE)$/,
  date: /^DATE$/,
};

/** Each file's columns against the declared ones. The types of a CSV show only in its rows. */
export async function readSchema(
  database: Database,
  manifest: Manifest,
  files: readonly LandedFile[],
): Promise<LandingSchema> {
  const findings: CheckFinding[] = [];
  const sources: { file: LandedFile; source: FileSource }[] = [];
  for (const file of files) {
    try {
      const source = await fileSource(database, manifest, file.path);
      sources.push({ file, source });
      findings.push(...compareColumns(manifest, file, source.columns));
    } catch (error) {
      const why = (error as Error).message.split('\n')[0]!.replaceAll(file.path, file.key);
      const message = `${file.key} cannot be read as ${manifest.data.format}: ${why}. Deliver the whole file again.`;
      findings.push(structural('readable', message));
    }
  }
  return { findings, sources };
}

function compareColumns({ data }: Manifest, { key }: LandedFile, found: FileSource['columns']): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const has = [...found.keys()].join(', ');
  for (const [column, { type, required }] of Object.entries(data.columns)) {
    const actual = found.get(column);
    if (actual === undefined) {
      if (!required) continue;
      const message = `Column \`${column}\` is missing from ${key}; it has ${has}. Deliver the file again with it.`;
      findings.push(structural('columnPresent', message, { column }));
    } else if (data.format === 'parquet' && !PARQUET_TYPES[type].test(actual)) {
      const message = `Column \`${column}\` of ${key} is ${actual}; the manifest says ${type}. Deliver it as ${type}.`;
      findings.push(structural('columnType', message, { column }));
    }
  }
  for (const column of found.keys()) {
    if (data.columns[column] !== undefined) continue;
    const message = `${key} has a column \`${column}\` that the manifest does not declare; it is ignored.`;
    findings.push(structural('extraColumn', message, { column, mode: 'observe' }));
  }
  return findings;
}
