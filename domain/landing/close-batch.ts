import { sha256 } from '../naming.ts';
import type { Landing } from './landing.ts';

export interface ListedFile {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly lastModified: Date;
}

export interface Completeness {
  readonly completeWhen: 'marker' | 'quiet';
  /** Name of the object that says a landing is complete. */
  readonly marker: string;
  readonly quietMinutes: number;
}

export type SnapshotDecision =
  | { readonly kind: 'open'; readonly waitSeconds: number }
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'close'; readonly files: readonly ListedFile[]; readonly seen: Record<string, string> };

/** Longest wait between two looks at a landing that waits for its marker, in seconds. */
const LONGEST_WAIT = 900;
const SHORTEST_WAIT = 10;

/** Whether a landing is complete, by what is listed under its prefix now. */
export function closeBatch(
  listed: readonly ListedFile[],
  landing: Pick<Landing, 'seen' | 'openedAt'>,
  { now, ...rule }: Completeness & { readonly now: Date },
): SnapshotDecision {
  const isMarker = ({ key }: ListedFile) => key.split('/').at(-1) === rule.marker;
  const isFolder = ({ key, size }: ListedFile) => key.endsWith('/') && size === 0;
  const fresh = listed.filter((file) => landing.seen[file.key] !== file.etag && !isFolder(file));
  const files = fresh.filter((file) => !isMarker(file));
  // A marker written again with the same content has the same ETag; its time tells that it belongs to this landing.
  const marked = listed.some((file) => isMarker(file) && files.every((each) => file.lastModified >= each.lastModified));

  if (rule.completeWhen === 'marker' && !marked) {
    const age = (now.getTime() - Date.parse(landing.openedAt)) / 1000;
    return { kind: 'open', waitSeconds: Math.round(Math.min(LONGEST_WAIT, Math.max(60, age / 4))) };
  }
  if (files.length === 0) return { kind: 'nothing-new' };
  if (rule.completeWhen === 'quiet') {
    const newest = Math.max(...files.map(({ lastModified }) => lastModified.getTime()));
    const quietAt = newest + rule.quietMinutes * 60_000;
    const remaining = Math.ceil((quietAt - now.getTime()) / 1000);
    if (remaining > 0) return { kind: 'open', waitSeconds: Math.max(SHORTEST_WAIT, remaining) };
  }
  const seen = Object.fromEntries(listed.map(({ key, etag }) => [key, etag]));
  return { kind: 'close', files, seen };
}

/** A dataset's id: the hash of its list of objects, by content. */
export function datasetId(files: readonly Pick<ListedFile, 'key' | 'etag' | 'size'>[]): string {
  const lines = files.map(({ key, etag, size }) => JSON.stringify([key, etag, size]));
  return sha256(lines.sort().join('\n')).slice(0, 16);
}
