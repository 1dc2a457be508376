import type * as z from 'zod';
import type { Ledger } from '#aws/ledger.ts';
import type { Comparison, RetrainData } from '#statemachines/retrain.data.ts';
import { type ComparisonDeps, compareWithVersion } from './compare-with-version.ts';

/** What the candidate can be compared with. Undefined: nothing serves, or no anchor is asked for. */
export interface Comparisons {
  readonly champion: z.infer<typeof Comparison> | undefined;
  readonly anchor: z.infer<typeof Comparison> | undefined;
}

/** Whether the champion, and the anchor that was pinned when the rows were prepared, can be compared with on these rows. */
export async function compareWithOthers(
  input: Pick<RetrainData, 'model' | 'prepared' | 'scores'>,
  deps: ComparisonDeps & { readonly ledger: Ledger },
): Promise<Comparisons> {
  const { model, prepared, scores } = input;
  const scoreOf = (wanted: 'champion' | 'anchor') => scores.find(({ role }) => role === wanted);
  const [ofChampion, ofAnchor] = [scoreOf('champion'), scoreOf('anchor')];
  const serving = (await deps.ledger.champion(model).read())?.version;
  const champion =
    ofChampion && (await compareWithVersion(input, { whom: 'champion', score: ofChampion, version: serving }, deps));
  const { anchor: version } = prepared;
  if (version === undefined || version.number === champion?.version) return { champion, anchor: version && champion };
  const unscored = { role: 'anchor', outcome: 'NotComparable', version: version.number } as const;
  const score = ofAnchor ?? unscored;
  return { champion, anchor: await compareWithVersion(input, { whom: 'anchor', score, version }, deps) };
}
