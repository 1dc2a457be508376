import type { Manifest } from '#domain/manifest/schema.ts';
import { type Database, identifier } from './duckdb.ts';
import { HoldoutTooSmallError, OneClassError, TrainingTooSmallError } from './errors.ts';

/** Which prepared rows are for training and which are held out, as SQL conditions, with what they amount to. */
export interface HoldoutCut {
  readonly trainWhere: string;
  readonly holdoutWhere: string;
  /** ISO 8601, UTC. */
  readonly trainedThrough: string;
  readonly holdoutFrom: string;
  readonly holdoutThrough: string;
}

/**
 * The newest share of this landing's prepared rows by event time, rows of one instant kept together. What other datasets of
 * the window have after the cut is used for nothing: to train on it would be to know the future.
 * @throws HoldoutTooSmallError, TrainingTooSmallError, OneClassError
 */
export async function cutHoldout(database: Database, { data }: Manifest): Promise<HoldoutCut> {
  const { share, gapHours, minimumRows } = data.holdout;
  const eventTime = identifier(data.eventTime);
  await database.run(
    `CREATE TABLE bounds AS SELECT min(${eventTime})::TIMESTAMP AS first, max(${eventTime})::TIMESTAMP AS last FROM landed`,
  );
  await database.run(
    `CREATE TABLE cut AS SELECT quantile_disc(event_time::TIMESTAMP, ${1 - share}) AS start FROM prepared, bounds
      WHERE label IS NOT NULL AND event_time BETWEEN first AND last`,
  );
  const usable = 'label IS NOT NULL AND event_time IS NOT NULL';
  const start = '(SELECT start FROM cut)';
  const gapSeconds = Math.round(gapHours * 3600);
  const trainWhere = `${usable} AND event_time < ${start} - INTERVAL (${gapSeconds}) SECOND`;
  const holdoutWhere = `${usable} AND event_time >= ${start} AND event_time <= (SELECT last FROM bounds)`;
  const [holdout, train] = await Promise.all([summary(database, holdoutWhere), summary(database, trainWhere)]);
  if (holdout.rows < minimumRows) {
    const found = `The newest ${share * 100} % of this landing are ${holdout.rows} rows`;
    throw new HoldoutTooSmallError(
      `${found}; data.holdout.minimumRows is ${minimumRows}. Land more, or hold out a larger share.`,
    );
  }
  if (train.rows === 0) {
    const gap = gapHours > 0 ? ` and its gap of ${gapHours} h` : '';
    throw new TrainingTooSmallError(
      `No row comes before the holdout${gap}, which starts ${holdout.first}. Land more rows.`,
    );
  }
  if (data.label.kind === 'binary') {
    for (const [part, { labels, label }] of Object.entries({ training: train, holdout })) {
      if (labels > 1) continue;
      throw new OneClassError(`All ${part} rows have the label ${label}. Check data.label and what landed.`);
    }
  }
  return {
    trainWhere,
    holdoutWhere,
    trainedThrough: train.last,
    holdoutFrom: holdout.first,
    holdoutThrough: holdout.last,
  };
}

interface Summary {
  readonly rows: number;
  readonly first: string;
  readonly last: string;
  readonly labels: number;
  readonly label: number;
}

async function summary(database: Database, where: string): Promise<Summary> {
  const iso = (value: string) => `strftime(${value}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ')`;
  const [row] = await database.rows(
    `SELECT count(*)::INTEGER AS rows, ${iso('min(event_time)')} AS first, ${iso('max(event_time)')} AS last,
      count(DISTINCT label)::INTEGER AS labels, min(label)::DOUBLE AS label FROM prepared WHERE ${where}`,
  );
  return row as unknown as Summary;
}
