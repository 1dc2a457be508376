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

export interface Taken {
  readonly taken: readonly ListedFile[];
  /** Everything that is there: what has gone is forgotten. */
  readonly listed: readonly ListedFile[];
}

/**
 * Remembers a landing's end and what it took. Undefined: another run was faster and holds some of it; look again.
 */
export function endLanding(
  current: Landing | undefined,
  ended: EndedLanding,
  { taken, listed }: Taken,
): Landing | undefined {
  const landing = current ?? noLanding;
  if (taken.some((file) => landing.seen[file.key] === versionOf(file))) return undefined;
  const present = new Set(listed.map(({ key }) => key));
  const seen = Object.entries(landing.seen).filter(([key]) => present.has(key));
  return {
    ...landing,
    seen: Object.fromEntries([...seen, ...taken.map((file) => [file.key, versionOf(file)] as const)]),
    ended: withEnd(landing, ended),
  };
}

function withEnd({ ended }: Landing, end: EndedLanding): EndedLanding[] {
  return [...ended.filter(({ run }) => run !== end.run), end].slice(-REMEMBERED);
}
