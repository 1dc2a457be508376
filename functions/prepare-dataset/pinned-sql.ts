import type { ObjectStore } from '#aws/object-store.ts';
import type { Label } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { otherClasses } from '../datasets/trained-classes.ts';
import { StageError } from '../errors.ts';
import { storedSql } from './compared-versions.ts';

/**
 * The SQL that a version was prepared with.
 * @throws StageError PrepareFailedError when it is gone: what deploys now may make other features than the version was trained on; and
 *   when the version was trained for other classes, so that its scores cannot be judged by this manifest
 */
export async function pinnedSql(
  { model, run, label }: { model: string; run: string; label: Label },
  { data }: { data: ObjectStore },
): Promise<string> {
  const other = await otherClasses(label, { model, run }, data);
  if (other !== undefined) throw new StageError('PrepareFailedError', `${run}: ${other} Retrain.`);
  const sql = await storedSql(model, run, data);
  if (sql !== undefined) return sql;
  const key = dataKeys.prepareSql(model, run);
  throw new StageError(
    'PrepareFailedError',
    `${key}, which the version was prepared with, is missing. Restore or retrain.`,
  );
}
