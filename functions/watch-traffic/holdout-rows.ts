import type { ModelRegistry } from '#aws/model-registry.ts';
import { keyOf, type ObjectStore } from '#aws/object-store.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { Prepared } from '#statemachines/retrain.data.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';

export interface HoldoutRowsDeps {
  readonly registry: ModelRegistry;
  readonly data: ObjectStore;
}

/** Which rows: prepared as for one of the two versions, so many in a row, from the start again after the last. */
export interface WantedRows {
  /** Where the first is missing, the next. */
  readonly roles: readonly ('candidate' | 'champion')[];
  readonly from: number;
  readonly count: number;
}

/** The first field of a CSV line, which may be quoted, and its comma. */
const ROW_ID = /^(?:"(?:[^"]|"")*"|[^,]*),/;

/** Feature rows of the holdout the version was judged on, without their ids; none where the run left none. */
export async function holdoutRows(
  { model, version }: Pick<WatchTrafficInput, 'model' | 'version'>,
  { roles, from, count }: WantedRows,
  { registry, data }: HoldoutRowsDeps,
): Promise<string[]> {
  const run = (await registry.describe(version.arn))?.metadata?.run;
  const stored = run === undefined ? undefined : await data.getJson(dataKeys.prepared(model, run));
  const holdouts = stored === undefined ? [] : Prepared.parse(stored.value).holdouts;
  const uri = roles.map((role) => holdouts.find((holdout) => holdout.role === role)?.uri).find(Boolean);
  const file = uri === undefined ? undefined : await data.get(keyOf(uri));
  if (file === undefined) return [];
  const lines = Buffer.from(file.value)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const wanted = Array.from({ length: Math.min(count, lines.length) }, (_, index) => (from + index) % lines.length);
  return wanted.map((index) => lines[index]!.replace(ROW_ID, ''));
}
