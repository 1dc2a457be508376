import type { ScoredLabel } from '#domain/scored-answer.ts';
import { type Database, quote } from '../duckdb.ts';
import {
  DatasetUnreadableError,
  ScoreCountMismatchError,
  ScoreNotFiniteError,
  ScoreOutOfRangeError,
} from '../errors.ts';
import { checkClassScores, classScoresSelect } from './class-score-lines.ts';

/** One model's file of scores. */
export interface ScoresFile {
  /** candidate, champion or anchor: the name of the table, too. */
  readonly model: string;
  readonly path: string;
  readonly label: ScoredLabel;
}

/**
 * Makes a table of one model's scores by row id, all of them usable and of the very rows of the table `labels`: `score`, or
 * of several classes the list `scores`.
 * @throws DatasetUnreadableError, ScoreCountMismatchError, ScoreNotFiniteError, ScoreOutOfRangeError, ScoreSumError
 */
export async function loadScores(database: Database, file: ScoresFile): Promise<void> {
  const { model, path, label } = file;
  const several = label.kind === 'multiclass';
  const select = several ? classScoresSelect(path, label.classes.length) : scoreSelect(path);
  await load(database, `scores of the ${model}`, `CREATE TABLE ${model} AS ${select}`);
  await checkSameRows(database, model);
  if (several) await checkClassScores(database, { model, classes: label.classes });
  else await checkScores(database, file);
}

/** Runs what reads a file of the holdout. @throws DatasetUnreadableError, with the file named by `what` */
export async function load(database: Database, what: string, sql: string): Promise<void> {
  try {
    await database.run(sql);
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new DatasetUnreadableError(`The ${what} of the holdout cannot be read: ${why}`, { cause: error });
  }
}

/** CSV without header: row id, score. */
function scoreSelect(path: string): string {
  return `SELECT row_id, try_cast(text AS DOUBLE) AS score, text FROM read_csv(${quote(path)}, auto_detect = false,
    header = false, delim = ',', columns = {'row_id': 'VARCHAR', 'text': 'VARCHAR'})`;
}

async function checkSameRows(database: Database, model: string): Promise<void> {
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
  if (missing === undefined) return;
  throw new ScoreCountMismatchError(
    `The ${model} has no score of the row ${missing.row_id}. Score the very same rows.`,
  );
}

async function checkScores(database: Database, { model, label }: ScoresFile): Promise<void> {
  const [odd] = await database.rows(
    `SELECT row_id, text FROM ${model} WHERE score IS NULL OR NOT isfinite(score) ORDER BY row_id LIMIT 1`,
  );
  if (odd !== undefined) {
    throw new ScoreNotFiniteError(
      `The ${model} gives the row ${odd.row_id} the score ${odd.text}: not a finite number.`,
    );
  }
  if (label.kind === 'number') return;
  const [outside] = await database.rows(
    `SELECT row_id, score FROM ${model} WHERE score < 0 OR score > 1 ORDER BY row_id LIMIT 1`,
  );
  if (outside === undefined) return;
  throw new ScoreOutOfRangeError(
    `The ${model} gives the row ${outside.row_id} the score ${outside.score}: a probability is from 0 to 1.`,
  );
}
