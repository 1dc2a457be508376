import type { ObjectStore } from '#aws/object-store.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { storedSql } from './compared-versions.ts';
import { StageError } from './errors.ts';

/** @throws StageError PrepareFailedError when the SQL is gone: what deploys now may make other features than the version was trained on */
export async function pinnedSql(model: string, run: string, { data }: { data: ObjectStore }): Promise<string> {
  const sql = await storedSql(model, run, data);
  if (sql !== undefined) return sql;
  const key = dataKeys.prepareSql(model, run);
  throw new StageError(
    'PrepareFailedError',
    `${key}, which the version was prepared with, is missing. Restore or retrain.`,
  );
}
