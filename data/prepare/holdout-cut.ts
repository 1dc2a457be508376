import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from '../duckdb.ts';
import { HoldoutTooSmallError, MissingClassError, OneClassError, TrainingTooSmallError } from '../errors.ts';
import type { Matured } from './label-maturity.ts';

/** Which prepared rows are for training and which are held out, as SQL conditions, with what they amount to. */
export interface HoldoutCut {
  readonly trainWhere: string;
  readonly holdoutWhere: string;
  /** ISO 8601, UTC. */
  readonly trainedThrough: string;
  readonly holdoutFrom: string;
  readonly holdoutThrough: string;
  /** Event time of the newest row that landed. */
  readonly landedThrough: string;
  /** Labelled rows of this landing that are used for nothing, since their labels had not matured. */
  readonly immatureRows: number;
}

/**
 * The newest share of this landing's prepared rows by event time, rows of one instant kept together. What other datasets of
 * the window have after the cut is used for nothing: to train on it would be to know the future. Nor is a label that had not matured.
 * @throws HoldoutTooSmallError, TrainingTooSmallError, OneClassError, MissingClassError
 */
export async function cutHoldout(database: Database, { data }: Manifest, matured: Matured): Promise<HoldoutCut> {
  const { share, gapHours, minimumRows, labelMaturityHours } = data.holdout;
  const eventTime = identifier(data.eventTime);
  await database.run(
    `CREATE TABLE bounds AS SELECT min(${eventTime})::TIMESTAMP AS first, max(${eventTime})::TIMESTAMP AS last FROM landed`,
  );
  await database.run(
    `CREATE TABLE cut AS SELECT quantile_disc(event_time::TIMESTAMP, ${1 - share}) AS start FROM prepared, bounds
      WHERE label IS NOT NULL AND event_time BETWEEN first AND last AND ${matured.landing}`,
  );
  const usable = 'label IS NOT NULL AND event_time IS NOT NULL';
  const start = '(SELECT start FROM cut)';
  const gapSeconds = Math.round(gapHours * 3600);
  const trainWhere = `${usable} AND ${matured.window} AND event_time < ${start} - INTERVAL (${gapSeconds}) SECOND`;
  const holdoutWhere = `${usable} AND ${matured.landing} AND event_time BETWEEN ${start} AND (SELECT last FROM bounds)`;
  const [holdout, train, landed] = await Promise.all([
    summary(database, holdoutWhere),
    summary(database, trainWhere),
    landing(database, matured.landing),
  ]);
  const { immatureRows } = landed;
  if (holdout.rows < minimumRows) {
    const found = `The newest ${share * 100} % of this landing are ${holdout.rows} rows`;
    const left =
      immatureRows === 0 ? '' : ` (${immatureRows} are left out, their labels younger than ${labelMaturityHours} h)`;
    throw new HoldoutTooSmallError(
      `${found}${left}; data.holdout.minimumRows is ${minimumRows}. Land more, or hold out a larger share.`,
    );
  }
  if (train.rows === 0) {
    const gap = gapHours > 0 ? ` and its gap of ${gapHours} h` : '';
    throw new TrainingTooSmallError(
      `No row comes before the holdout${gap}, which starts ${holdout.first}. Land more rows.`,
    );
  }
  if (data.label.kind !== 'number') {
    for (const [part, { labels, label }] of Object.entries({ training: train, holdout })) {
      if (labels > 1) continue;
      const named = data.label.kind === 'multiclass' ? data.label.classes[label] : label;
      throw new OneClassError(`All ${part} rows have the label ${named}. Check data.label and what landed.`);
    }
  }
  if (data.label.kind === 'multiclass') await checkEveryClass(database, data.label.classes, trainWhere);
  return {
    trainWhere,
    holdoutWhere,
    trainedThrough: train.last,
    holdoutFrom: holdout.first,
    holdoutThrough: holdout.last,
    ...landed,
  };
}

async function landing(
  database: Database,
  matured: string,
): Promise<Pick<HoldoutCut, 'landedThrough' | 'immatureRows'>> {
  const [row] = await database.rows(
    `SELECT (SELECT ${iso('last')} FROM bounds) AS "landedThrough", count(*) FILTER (NOT ${matured})::INTEGER AS "immatureRows"
      FROM prepared, bounds WHERE label IS NOT NULL AND event_time BETWEEN first AND last`,
  );
  return row as unknown as Pick<HoldoutCut, 'landedThrough' | 'immatureRows'>;
}

function iso(value: string): string {
  return `strftime(${value}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ')`;
}

/** A holdout may lack a rare class; a model that never saw one would never decide for it. */
async function checkEveryClass(database: Database, classes: readonly string[], where: string): Promise<void> {
  const rows = await database.rows(`SELECT DISTINCT label::INTEGER AS label FROM prepared WHERE ${where}`);
  const seen = new Set(rows.map(({ label }) => Number(label)));
  const missing = classes.filter((_, index) => !seen.has(index));
  if (missing.length === 0) return;
  const todo = 'Land rows of it, widen data.window, or take it out of data.label.classes.';
  throw new MissingClassError(
    `No training row is of the class ${missing.join(', ')}, so no model can learn it. ${todo}`,
  );
}

interface Summary {
  readonly rows: number;
  readonly first: string;
  readonly last: string;
  readonly labels: number;
  readonly label: number;
}

async function summary(database: Database, where: string): Promise<Summary> {
  const [row] = await database.rows(
    `SELECT count(*)::INTEGER AS rows, ${iso('min(event_time)')} AS first, ${iso('max(event_time)')} AS last,
      count(DISTINCT label)::INTEGER AS labels, min(label)::DOUBLE AS label FROM prepared WHERE ${where}`,
  );
  return row as unknown as Summary;
}
