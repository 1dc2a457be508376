import { dirname } from 'node:path';
import type { ScoredRows, SliceColumn } from '#domain/evaluation/scored-rows.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { ScoredLabel } from '#domain/scored-answer.ts';
import { type Database, identifier, openDatabase, quote } from '../duckdb.ts';
import { OneClassError, ScoreCountMismatchError } from '../errors.ts';
import { load, loadScores } from './load-scores.ts';

export interface ReadScoresInput {
  /** labels.parquet as prepareDataset wrote it. */
  readonly labelsPath: string;
  /** CSV without header: row id, score, or of several classes a score for each. Rows in any order. */
  readonly candidatePath: string;
  readonly championPath?: string;
  /** Scores of the pinned anchor version. */
  readonly anchorPath?: string;
  readonly kind: ScoredLabel['kind'];
  /** Of a multiclass label. */
  readonly classes?: readonly string[];
  /** Rows of the same hour, day or week (UTC) are one cluster. */
  readonly cluster: Manifest['evaluation']['cluster'];
  /** Slice columns to read, without the prefix `slice_`. */
  readonly slices: readonly string[];
  readonly memoryMb?: number;
}

/** How a missing slice value is called. */
const MISSING = '(missing)';

/**
 * Joins labels and scores by row id into typed arrays, in order of event time.
 * @throws DatasetUnreadableError, ScoreCountMismatchError, ScoreNotFiniteError, ScoreOutOfRangeError, ScoreSumError,
 *   OneClassError, each naming the model and a row
 */
export async function readScores(input: ReadScoresInput): Promise<ScoredRows> {
  const { labelsPath, candidatePath, championPath, anchorPath, kind, classes = [] } = input;
  const label: ScoredLabel = kind === 'multiclass' ? { kind, classes } : { kind };
  const directories = [labelsPath, candidatePath, championPath, anchorPath].flatMap((path) =>
    path === undefined ? [] : dirname(path),
  );
  await using database = await openDatabase({
    directory: dirname(labelsPath),
    readable: directories,
    ...(input.memoryMb === undefined ? {} : { memoryMb: input.memoryMb }),
  });
  await load(database, 'labels', `CREATE TABLE labels AS FROM read_parquet(${quote(labelsPath)})`);
  await checkClasses(database, label);
  const models = Object.entries({ candidate: candidatePath, champion: championPath, anchor: anchorPath }).flatMap(
    ([model, path]) => (path === undefined ? [] : [{ model, path, label }]),
  );
  for (const scores of models) await loadScores(database, scores);
  const names = models.map(({ model }) => model);
  // Awaited here, or the database would be closed under it.
  return await joined(database, input, { names, label });
}

async function checkClasses(database: Database, label: ScoredLabel): Promise<void> {
  const [row] = await database.rows(
    'SELECT count(*)::INTEGER AS rows, count(DISTINCT label)::INTEGER AS classes, min(label)::DOUBLE AS label FROM labels',
  );
  if (row!.rows === 0)
    throw new ScoreCountMismatchError('The holdout has no rows. Land more, or hold out a larger share.');
  if (label.kind === 'number' || Number(row!.classes) > 1) return;
  const named = label.kind === 'multiclass' ? label.classes[Number(row!.label)] : row!.label;
  throw new OneClassError(
    `All ${row!.rows} holdout rows have the label ${named}: no ranking can be judged. Hold out a larger share.`,
  );
}

async function joined(
  database: Database,
  { slices, cluster }: ReadScoresInput,
  { names: models, label }: { names: readonly string[]; label: ScoredLabel },
): Promise<ScoredRows> {
  const key = cluster === 'none' ? 'row_id' : `date_trunc('${cluster}', event_time)`;
  const codes = (order: string) => `(dense_rank() OVER (ORDER BY ${order}) - 1)::DOUBLE`;
  const sliceText = (slice: string) => `coalesce(${identifier(`slice_${slice}`)}, '${MISSING}')`;
  const selected = [
    'label::DOUBLE',
    codes(key),
    ...slices.map((slice) => codes(sliceText(slice))),
    ...models.flatMap((model) => scoreColumns(model, label)),
  ];
  const joins = models.map((model) => `JOIN ${model} USING (row_id)`).join(' ');
  const columns = await database.doubles(
    `SELECT ${selected.join(', ')} FROM labels ${joins} ORDER BY event_time, row_id`,
  );
  const [labels, clusters] = columns as [Float64Array, Float64Array];
  const sliceColumns: SliceColumn[] = [];
  for (const [index, column] of slices.entries()) {
    const values = await database.rows(`SELECT DISTINCT ${sliceText(column)} AS value FROM labels ORDER BY value`);
    sliceColumns.push({
      column,
      values: values.map((row) => String(row.value)),
      codes: Uint32Array.from(columns[2 + index]!),
    });
  }
  const width = scoreColumns('', label).length;
  const scores = columns.slice(2 + slices.length);
  const [candidate, ...others] = models.map((_, index) => together(scores.slice(index * width, (index + 1) * width)));
  const named = Object.fromEntries(models.slice(1).map((model, index) => [model, others[index]!]));
  return {
    labels,
    candidate: candidate!,
    ...named,
    clusters: {
      codes: Uint32Array.from(clusters),
      count: clusters.reduce((most, code) => Math.max(most, code + 1), 0),
    },
    slices: sliceColumns,
  };
}

/** The columns of one model's scores: one, or one for each class. */
function scoreColumns(model: string, label: ScoredLabel): string[] {
  if (label.kind !== 'multiclass') return [`${model}.score`];
  return label.classes.map((_, index) => `${model}.scores[${index + 1}]`);
}

/** Columns as one array: those of the first row, then of the next. */
function together(columns: readonly Float64Array[]): Float64Array {
  const [first] = columns as [Float64Array];
  const width = columns.length;
  if (width === 1) return first;
  const values = new Float64Array(first.length * width);
  for (const [at, column] of columns.entries()) {
    for (let row = 0; row < column.length; row += 1) values[row * width + at] = column[row]!;
  }
  return values;
}
