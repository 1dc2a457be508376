import { dirname } from 'node:path';
import type { ScoredRows, SliceColumn } from '#domain/evaluation/scored-rows.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier, openDatabase, quote } from './duckdb.ts';
import {
  DatasetUnreadableError,
  OneClassError,
  ScoreCountMismatchError,
  ScoreNotFiniteError,
  ScoreOutOfRangeError,
} from './errors.ts';

export interface ReadScoresInput {
  /** labels.parquet as prepareDataset wrote it. */
  readonly labelsPath: string;
  /** CSV without header: row id, score. In any order. */
  readonly candidatePath: string;
  readonly championPath?: string;
  /** Scores of the pinned anchor version. */
  readonly anchorPath?: string;
  readonly kind: Manifest['data']['label']['kind'];
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
 * @throws DatasetUnreadableError, ScoreCountMismatchError, ScoreNotFiniteError, ScoreOutOfRangeError, OneClassError, each
 *   naming the model and a row
 */
export async function readScores(input: ReadScoresInput): Promise<ScoredRows> {
  const { labelsPath, candidatePath, championPath, anchorPath } = input;
  const directories = [labelsPath, candidatePath, championPath, anchorPath].flatMap((path) =>
    path === undefined ? [] : dirname(path),
  );
  await using database = await openDatabase({
    directory: dirname(labelsPath),
    readable: directories,
    ...(input.memoryMb === undefined ? {} : { memoryMb: input.memoryMb }),
  });
  await load(database, 'labels', `CREATE TABLE labels AS FROM read_parquet(${quote(labelsPath)})`);
  await checkClasses(database, input.kind);
  const models = Object.entries({ candidate: candidatePath, champion: championPath, anchor: anchorPath }).flatMap(
    ([model, path]) => (path === undefined ? [] : [{ model, path, kind: input.kind }]),
  );
  for (const scores of models) await loadScores(database, scores);
  const names = models.map(({ model }) => model);
  // Awaited here, or the database would be closed under it.
  return await joined(database, input, names);
}

async function load(database: Database, what: string, sql: string): Promise<void> {
  try {
    await database.run(sql);
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new DatasetUnreadableError(`The ${what} of the holdout cannot be read: ${why}`, { cause: error });
  }
}

async function checkClasses(database: Database, kind: ReadScoresInput['kind']): Promise<void> {
  const [row] = await database.rows(
    'SELECT count(*)::INTEGER AS rows, count(DISTINCT label)::INTEGER AS classes, min(label)::DOUBLE AS label FROM labels',
  );
  if (row!.rows === 0)
    throw new ScoreCountMismatchError('The holdout has no rows. Land more, or hold out a larger share.');
  if (kind === 'number' || Number(row!.classes) > 1) return;
  throw new OneClassError(
    `All ${row!.rows} holdout rows have the label ${row!.label}: no ranking can be judged. Hold out a larger share.`,
  );
}

interface Scores {
  readonly model: string;
  readonly path: string;
  readonly kind: ReadScoresInput['kind'];
}

async function loadScores(database: Database, { model, path, kind }: Scores): Promise<void> {
  await load(
    database,
    `scores of the ${model}`,
    `CREATE TABLE ${model}_text AS FROM read_csv(${quote(path)}, auto_detect = false, header = false, delim = ',',
      columns = {'row_id': 'VARCHAR', 'score': 'VARCHAR'})`,
  );
  await database.run(`CREATE TABLE ${model} AS SELECT row_id, try_cast(score AS DOUBLE) AS score FROM ${model}_text`);
  const [count] = await database.rows(
    `SELECT (SELECT count(*) FROM labels)::INTEGER AS labels, count(*)::INTEGER AS scores,
      count(DISTINCT row_id)::INTEGER AS ids FROM ${model}`,
  );
  const { labels, scores, ids } = count!;
  if (scores !== labels || ids !== scores) {
    throw new ScoreCountMismatchError(
      `The holdout has ${labels} rows, the ${model} ${scores} scores of ${ids} row ids. Score the very same rows.`,
    );
  }
  const [missing] = await database.rows(
    `SELECT row_id FROM labels ANTI JOIN ${model} USING (row_id) ORDER BY row_id LIMIT 1`,
  );
  if (missing !== undefined) {
    throw new ScoreCountMismatchError(
      `The ${model} has no score of the row ${missing.row_id}. Score the very same rows.`,
    );
  }
  const [odd] = await database.rows(
    `SELECT row_id, ${model}_text.score AS score FROM ${model} JOIN ${model}_text USING (row_id)
      WHERE ${model}.score IS NULL OR NOT isfinite(${model}.score) ORDER BY row_id LIMIT 1`,
  );
  if (odd !== undefined) {
    throw new ScoreNotFiniteError(
      `The ${model} gives the row ${odd.row_id} the score ${odd.score}: not a finite number.`,
    );
  }
  if (kind === 'number') return;
  const [outside] = await database.rows(
    `SELECT row_id, score FROM ${model} WHERE score < 0 OR score > 1 ORDER BY row_id LIMIT 1`,
  );
  if (outside === undefined) return;
  throw new ScoreOutOfRangeError(
    `The ${model} gives the row ${outside.row_id} the score ${outside.score}: a probability is from 0 to 1.`,
  );
}

async function joined(
  database: Database,
  { slices, cluster }: ReadScoresInput,
  models: readonly string[],
): Promise<ScoredRows> {
  const key = cluster === 'none' ? 'row_id' : `date_trunc('${cluster}', event_time)`;
  const codes = (order: string) => `(dense_rank() OVER (ORDER BY ${order}) - 1)::DOUBLE`;
  const sliceText = (slice: string) => `coalesce(${identifier(`slice_${slice}`)}, '${MISSING}')`;
  const selected = [
    'label::DOUBLE',
    codes(key),
    ...slices.map((slice) => codes(sliceText(slice))),
    ...models.map((model) => `${model}.score`),
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
  const [candidate, ...others] = columns.slice(2 + slices.length);
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
