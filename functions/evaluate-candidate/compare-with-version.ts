import type * as z from 'zod';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { holdoutOverlap, immatureHoldout, type Opponent } from '#domain/gates/champion-standing.ts';
import type { Version } from '#domain/ledger/serving.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { type Comparison, Prepared, type RetrainData } from '#statemachines/retrain.data.ts';
import { catalogEntry } from '../catalog.ts';

export interface ComparisonDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly registry: ModelRegistry;
}

/**
 * Whether a registered version can be compared with on these rows: it was scored, it was trained on nothing as new as the oldest of them,
 * and their labels were final. The proof is what its own run, and this one, wrote when they were prepared.
 * @param version undefined when who was scored is not known any more
 */
export async function compareWithVersion(
  { model, prepared }: Pick<RetrainData, 'model' | 'prepared'>,
  { whom, score, version }: { whom: Opponent; score: RetrainData['scores'][number]; version: Version | undefined },
  { catalog, data, registry }: ComparisonDeps,
): Promise<z.infer<typeof Comparison> | undefined> {
  const { version: number } = score;
  if (number === undefined) return undefined;
  const because = (comparison: 'NotComparable' | 'HoldoutOverlaps', reason: string) =>
    ({ version: number, comparison, reason }) as const;
  if (score.outcome === 'NotComparable') return because('NotComparable', score.reason ?? 'It could not be scored.');
  const run = version?.number === number ? (await registry.describe(version.arn))?.metadata?.run : undefined;
  const stored = run === undefined ? undefined : await data.getJson(dataKeys.prepared(model, run));
  if (stored === undefined) {
    return because('NotComparable', `Until when version ${number} was trained is not known.`);
  }
  const { trainedThrough } = Prepared.parse(stored.value);
  const { gapHours, labelMaturityHours } = catalogEntry(catalog, model).manifest.data.holdout;
  const { holdoutFrom, holdoutThrough, maturity } = prepared;
  const overlap =
    holdoutOverlap({ whom, trainedThrough, holdoutFrom, gapHours }) ??
    immatureHoldout({ holdoutThrough, pinnedAt: maturity?.pinnedAt, labelMaturityHours });
  if (overlap !== undefined) return because('HoldoutOverlaps', overlap);
  return { version: number, comparison: 'Compared' };
}
