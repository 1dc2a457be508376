import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, openDatabase } from '../duckdb.ts';
import { createLandedView } from '../landing/landed-view.ts';
import { cutHoldout, type HoldoutCut } from './holdout-cut.ts';
import { maturedWhere, type PinnedFiles } from './label-maturity.ts';
import { measurePrepared, type PreparedBaselines, type PreparedMeasurement } from './measure-prepared.ts';
import { checkLabels, checkRowIds, encodeClasses } from './prepared-checks.ts';
import { prepareTable } from './prepared-table.ts';
import { writePrepared, writeSameRows } from './write-prepared.ts';

export interface PrepareInput {
  readonly manifest: Manifest;
  /** Text of the model's prepare.sql. */
  readonly sql: string;
  /** Local files of this landing. */
  readonly landed: readonly string[];
  /** Local files of the window: the accepted datasets and this one. */
  readonly accepted: readonly string[];
  /** Where results and scratch go. */
  readonly directory: string;
  /** Where the landed and accepted files are, when that is elsewhere. */
  readonly readable?: readonly string[];
  /** The window's files by dataset, to tell which labels had matured when they were pinned. Needed with data.holdout.labelMaturityHours. */
  readonly window?: readonly PinnedFiles[];
  /** The champion's own pinned SQL, which prepares the same rows for it; and the anchor's. */
  readonly championSql?: string;
  readonly anchorSql?: string;
  /** What the features are compared with, and on whose edges the training data is counted; without it neither is measured. */
  readonly drift?: PreparedBaselines;
  readonly memoryMb?: number;
}

export interface PreparedDataset {
  /** SageMaker CSV: no header, label first. */
  readonly trainPath: string;
  readonly validationPath: string;
  /** CSV without header: row id, then the features. */
  readonly holdoutPath: string;
  /** The same rows for the champion, or why it cannot be scored on them. Absent without `championSql`. */
  readonly championHoldout?: OtherHoldout;
  /** The same for the anchor. */
  readonly anchorHoldout?: OtherHoldout;
  /** Parquet: row_id, event_time, label and the slice columns. */
  readonly labelsPath: string;
  readonly features: string[];
  readonly slices: string[];
  readonly rows: { readonly train: number; readonly validation: number; readonly holdout: number };
  /** ISO 8601, UTC: event time of the newest training row and of the oldest and newest holdout row. */
  readonly trainedThrough: string;
  readonly holdoutFrom: string;
  readonly holdoutThrough: string;
  /** Event time of the newest row that landed. */
  readonly landedThrough: string;
  /** Labelled rows of this landing that were left out, since their labels had not matured. */
  readonly immatureRows: number;
  /** Absent without `drift`. */
  readonly measured?: PreparedMeasurement;
}

/**
 * Runs the model's SQL over the views `landed` and `accepted` and writes what training, scoring and evaluation read.
 * The same files and SQL give the same bytes.
 * @throws DatasetUnreadableError, PrepareSqlError, RowIdInvalidError, DuplicateRowIdError, LabelInvalidError,
 *   HoldoutTooSmallError, TrainingTooSmallError, OneClassError, MissingClassError
 */
export async function prepareDataset(input: PrepareInput): Promise<PreparedDataset> {
  const { manifest, directory } = input;
  await using database = await openDatabase(input);
  await createLandedView(database, 'landed', { manifest, paths: input.landed });
  await createLandedView(database, 'accepted', { manifest, paths: input.accepted });
  const table = await prepareTable(database, 'prepared', input.sql);
  await checkRowIds(database, table);
  const { label } = manifest.data;
  await checkLabels(database, table, label);
  if (label.kind === 'multiclass') await encodeClasses(database, table, label.classes);
  const cut = await cutHoldout(database, manifest, await maturedWhere(database, manifest, input.window ?? []));
  const paths = {
    trainPath: join(directory, 'train.csv'),
    validationPath: join(directory, 'validation.csv'),
    holdoutPath: join(directory, 'holdout-candidate.csv'),
    labelsPath: join(directory, 'labels.parquet'),
  };
  const rows = await writePrepared(database, table, { cut, manifest, paths });
  return {
    ...paths,
    ...(await otherHoldouts(database, input, { cut, holdoutPath: paths.holdoutPath })),
    features: [...table.features],
    slices: [...table.slices],
    rows,
    trainedThrough: cut.trainedThrough,
    holdoutFrom: cut.holdoutFrom,
    holdoutThrough: cut.holdoutThrough,
    landedThrough: cut.landedThrough,
    immatureRows: cut.immatureRows,
    ...(input.drift === undefined
      ? {}
      : { measured: await measurePrepared(database, { manifest, table, cut, ...input.drift }) }),
  };
}

export type OtherHoldout = { readonly path: string } | { readonly reason: string };

interface Held {
  readonly cut: HoldoutCut;
  readonly holdoutPath: string;
}

async function otherHoldouts(database: Database, input: PrepareInput, held: Held) {
  const { championSql, anchorSql } = input;
  const of = async (role: 'champion' | 'anchor', own: string) => otherHoldout(database, input, { ...held, role, own });
  return {
    ...(championSql === undefined ? {} : { championHoldout: await of('champion', championSql) }),
    ...(anchorSql === undefined ? {} : { anchorHoldout: await of('anchor', anchorSql) }),
  };
}

/** A version whose SQL no longer fits the data is a finding, not a failure of this run. */
async function otherHoldout(
  database: Database,
  { sql, directory }: PrepareInput,
  { role, own, cut, holdoutPath }: Held & { readonly role: 'champion' | 'anchor'; readonly own: string },
): Promise<OtherHoldout> {
  const path = join(directory, `holdout-${role}.csv`);
  if (own.trim() === sql.trim()) {
    await copyFile(holdoutPath, path);
    return { path };
  }
  try {
    const table = await prepareTable(database, role, own);
    await checkRowIds(database, table);
    const missing = await writeSameRows(database, table, { cut, path });
    if (missing === 0) return { path };
    return { reason: `The ${role}'s own SQL leaves out ${missing} of the holdout rows, so no comparison is fair.` };
  } catch (error) {
    return { reason: `The ${role}'s own SQL does not fit this data: ${(error as Error).message}` };
  }
}
