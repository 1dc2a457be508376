import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabelledPredictions } from '#domain/quality/judge-labels.ts';
import { type Database, openDatabase, quote } from '../duckdb.ts';
import { type LabelFile, loadLabels, type UnreadableFile } from './load-labels.ts';

/** One row that an endpoint scored. */
export interface Prediction {
  readonly eventId: string;
  readonly inferenceId: string | undefined;
  /** Its place in its request, from 0, and how many rows that had. */
  readonly row: number;
  readonly rows: number;
  /** NaN where the answer was no number. */
  readonly score: number;
  /** ms since the epoch. */
  readonly at: number;
}

export interface JoinLabelsInput {
  /** An empty folder. */
  readonly directory: string;
  /** In batches, in any order. */
  readonly predictions: AsyncIterable<readonly Prediction[]>;
  /** In the order in which they were written: the last label of a prediction counts. */
  readonly labels: readonly LabelFile[];
  readonly format: 'csv' | 'parquet';
  readonly cluster: 'none' | 'hour' | 'day';
  readonly memoryMb?: number;
}

export interface JoinedLabels extends LabelledPredictions {
  readonly counts: {
    /** Rows of all label files; those without id, or with a label that is neither 0 nor 1; and lines that are no CSV. */
    readonly labels: number;
    readonly badLabels: number;
    readonly badLines: number;
    /** Labels that a later one of the same row replaced. */
    readonly corrected: number;
    /** Rows with a label whose prediction is not among these; and those that do not say which of several rows they mean. */
    readonly unknown: number;
    readonly ambiguous: number;
    readonly predictions: number;
    /** Predictions whose id was used again later, which then counts. */
    readonly repeated: number;
    /** Labelled predictions whose score is no probability: they are left out. */
    readonly invalidScores: number;
  };
  readonly unreadable: readonly UnreadableFile[];
}

/**
 * Joins labels to predictions by the id that the caller gave (inference id), or else SageMaker's own (event id). Memory is bounded by
 * DuckDB, which spills to the folder.
 */
export async function joinLabels(input: JoinLabelsInput): Promise<JoinedLabels> {
  const { directory, cluster, memoryMb } = input;
  const file = join(directory, 'predictions.csv');
  await writePredictions(file, input.predictions);
  const directories = [...new Set(input.labels.map(({ path }) => join(path, '..')))];
  await using database = await openDatabase({
    directory,
    readable: directories,
    ...(memoryMb === undefined ? {} : { memoryMb }),
  });
  await loadPredictions(database, file);
  const { badLines, unreadable } = await loadLabels(database, input);
  await database.run(MATCHES);
  const [counts] = await database.rows(COUNTS);
  const code =
    cluster === 'none'
      ? 'row_number() OVER (ORDER BY asked_at, event_id, place)'
      : `dense_rank() OVER (ORDER BY date_trunc('${cluster}', epoch_ms(asked_at)))`;
  const [labels, scores, codes] = (await database.doubles(
    `SELECT label::DOUBLE, score, (${code} - 1)::DOUBLE FROM labelled WHERE valid ORDER BY asked_at, event_id, place`,
  )) as [Float64Array, Float64Array, Float64Array];
  const count = codes.reduce((most, each) => Math.max(most, each + 1), 0);
  return {
    labels,
    scores,
    clusters: { codes: Uint32Array.from(codes), count },
    counts: { ...(counts as unknown as Omit<JoinedLabels['counts'], 'badLines'>), badLines },
    unreadable,
  };
}

async function writePredictions(path: string, batches: JoinLabelsInput['predictions']): Promise<void> {
  await using file = await open(path, 'w');
  for await (const batch of batches) {
    const lines = batch.map(({ eventId, inferenceId, row, rows, score, at }) =>
      [text(inferenceId ?? ''), text(eventId), row, rows, Number.isFinite(score) ? score : '', at].join(','),
    );
    if (lines.length > 0) await file.write(`${lines.join('\n')}\n`);
  }
}

function text(value: string): string {
  return `"${value
    .trim()
    .replaceAll('"', '""')
    .replaceAll(/[\r\n]/g, ' ')}"`;
}

/** Of predictions with the same id the newest is kept. */
async function loadPredictions(database: Database, path: string): Promise<void> {
  const columns =
    "{'inference_id': 'VARCHAR', 'event_id': 'VARCHAR', 'place': 'INTEGER', 'places': 'INTEGER', 'score': 'DOUBLE', 'asked_at': 'BIGINT'}";
  await database.run(
    `CREATE TABLE all_predictions AS SELECT * REPLACE (nullif(inference_id, '') AS inference_id)
      FROM read_csv(${quote(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', columns = ${columns})`,
  );
  await database.run(
    `CREATE TABLE predictions AS FROM all_predictions
      QUALIFY row_number() OVER (PARTITION BY coalesce(inference_id, event_id), place ORDER BY asked_at DESC, event_id DESC) = 1`,
  );
}

/** Labels by either id; of several for a prediction the last written counts. */
const MATCHES = `
  CREATE TABLE matched AS
    SELECT p.*, l.label, l.file, l.line, l.place AS label_place FROM labels l JOIN predictions p ON l.id = p.inference_id
    UNION ALL
    SELECT p.*, l.label, l.file, l.line, l.place AS label_place FROM labels l JOIN predictions p ON l.id = p.event_id
      WHERE p.inference_id IS DISTINCT FROM p.event_id;
  CREATE TABLE labelled AS
    SELECT *, score IS NOT NULL AND score BETWEEN 0 AND 1 AS valid FROM matched
      WHERE label_place = place OR (label_place IS NULL AND places = 1)
      QUALIFY row_number() OVER (PARTITION BY event_id, place ORDER BY file DESC, line DESC) = 1`;

const COUNTS = `
  SELECT
    (SELECT count(*) FROM all_labels)::INTEGER AS labels,
    (SELECT count(*) FROM all_labels)::INTEGER - (SELECT count(*) FROM labels)::INTEGER AS "badLabels",
    (SELECT count(*) - count(DISTINCT (id, coalesce(place, 0))) FROM labels)::INTEGER AS corrected,
    (SELECT count(DISTINCT (id, coalesce(place, 0))) FROM labels l WHERE NOT EXISTS (FROM matched m WHERE m.file = l.file AND m.line = l.line
      AND (l.place IS NULL OR l.place = m.place)))::INTEGER AS "unknown",
    (SELECT count(DISTINCT (file, line)) FROM matched WHERE label_place IS NULL AND places > 1)::INTEGER AS ambiguous,
    (SELECT count(*) FROM predictions)::INTEGER AS predictions,
    (SELECT count(*) FROM all_predictions)::INTEGER - (SELECT count(*) FROM predictions)::INTEGER AS repeated,
    (SELECT count(*) FROM labelled WHERE NOT valid)::INTEGER AS "invalidScores"`;
