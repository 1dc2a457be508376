import type { ListedFile } from './close-batch.ts';
import { type EndedLanding, type Landing, noLanding } from './landing.ts';
import { versionOf } from './object-version.ts';

/** How many ended landings are remembered: more than could be replayed, and than events are delivered late. */
const REMEMBERED = 100;

/** What the run took, or an earlier generation of it: a replay goes on with the same dataset. */
export function datasetTakenBy(
  landing: Landing | undefined,
  run: Pick<EndedLanding, 'key' | 'run'>,
): EndedLanding['dataset'] {
  const took = landing?.ended.filter(({ dataset }) => dataset !== undefined) ?? [];
  const own = took.find((ended) => ended.run === run.run);
  return (own ?? took.findLast((ended) => ended.key === run.key))?.dataset;
}

/**
 * From now on arriving objects open the next landing, and a late event of the object that opened this one opens nothing. Undefined: the
 * landing is not this run's to shut, or is shut.
 */
export function shutLanding(current: Landing | undefined, run: string): Landing | undefined {
  if (current?.open?.run !== run) return undefined;
  const { open, ...landing } = current;
  return { ...landing, ended: withEnd(landing, { key: open.key, run }) };
}

/** What a run found by one listing. */
export interface Taken {
  readonly taken: readonly ListedFile[];
  /** Everything that was there: what has gone is forgotten. */
  readonly listed: readonly ListedFile[];
  /** What was known to be taken when it was listed. */
  readonly seen: Landing['seen'];
}

/**
 * Remembers a landing's end and what it took. Undefined: since the listing another run took something under one of the same keys, this
 * version or a newer one; look again.
 */
export function endLanding(
  current: Landing | undefined,
  ended: EndedLanding,
  { taken, listed, seen }: Taken,
): Landing | undefined {
  const landing = current ?? noLanding;
  const since = (key: string) => landing.seen[key] !== seen[key];
  if (taken.some(({ key }) => since(key))) return undefined;
  const present = new Set(listed.map(({ key }) => key));
  // What another run has taken since was not there to be listed.
  const kept = Object.entries(landing.seen).filter(([key]) => present.has(key) || since(key));
  return {
    ...landing,
    seen: Object.fromEntries([...kept, ...taken.map((file) => [file.key, versionOf(file)] as const)]),
    ended: withEnd(landing, ended),
  };
}

function withEnd({ ended }: Landing, end: EndedLanding): EndedLanding[] {
  return [...ended.filter(({ run }) => run !== end.run), end].slice(-REMEMBERED);
}
