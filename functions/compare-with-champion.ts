import type * as z from 'zod';
import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { ObjectStore } from '#aws/object-store.ts';
import { holdoutOverlap } from '#domain/gates/champion-standing.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { type Evaluation, Prepared, type RetrainData } from '#statemachines/retrain.data.ts';
import { catalogEntry } from './catalog.ts';

interface ComparisonDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
}

type Comparison = z.infer<typeof Evaluation>['champion'];

/**
 * Whether the champion can be compared on these rows: it was scored, and it was trained on nothing as new as the oldest of them. The
 * proof is what its own run wrote when it was prepared. Undefined when nothing serves.
 */
export async function compareWithChampion(
  { model, prepared, scores }: Pick<RetrainData, 'model' | 'prepared' | 'scores'>,
  { catalog, data, ledger, registry }: ComparisonDeps,
): Promise<Comparison> {
  const score = scores.find(({ role }) => role === 'champion');
  if (score?.version === undefined) return undefined;
  const { version } = score;
  if (score.outcome === 'NotComparable') {
    return { version, comparison: 'NotComparable', reason: score.reason ?? 'It could not be scored.' };
  }
  const champion = await ledger.champion(model).read();
  const run =
    champion?.version.number === version ? (await registry.describe(champion.version.arn))?.metadata?.run : undefined;
  const stored = run === undefined ? undefined : await data.getJson(dataKeys.prepared(model, run));
  if (stored === undefined) {
    return { version, comparison: 'NotComparable', reason: `Until when version ${version} was trained is not known.` };
  }
  const { trainedThrough } = Prepared.parse(stored.value);
  const { gapHours } = catalogEntry(catalog, model).manifest.data.holdout;
  const overlap = holdoutOverlap({
    championTrainedThrough: trainedThrough,
    holdoutFrom: prepared.holdoutFrom,
    gapHours,
  });
  if (overlap !== undefined) return { version, comparison: 'HoldoutOverlaps', reason: overlap };
  return { version, comparison: 'Compared' };
}
