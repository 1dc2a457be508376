import type { Landing } from './landing.ts';
import { versionOf } from './object-version.ts';

/** An object's latest version, as listed. */
export interface ListedFile {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag: string;
  readonly size: number;
  /** In whole seconds, as S3 keeps it. */
  readonly lastModified: Date;
}

export interface Completeness {
  readonly completeWhen: 'marker' | 'quiet';
  /** Name of the object that says that what landed beside it, and below, is complete. */
  readonly marker: string;
  readonly quietMinutes: number;
}

export interface Look extends Completeness {
  readonly now: Date;
  /** ISO time since when the landing is open; long ago when nothing opened it. */
  readonly openedAt: string;
}

export type SnapshotDecision =
  | { readonly kind: 'open'; readonly waitSeconds: number }
  | { readonly kind: 'nothing-new' }
  /** `markers` are no data, but taken with them. */
  | { readonly kind: 'close'; readonly files: readonly ListedFile[]; readonly markers: readonly ListedFile[] };

/** Longest and shortest wait between two looks at a landing, in seconds. */
const LONGEST_WAIT = 900;
const SHORTEST_WAIT = 10;
/** The first look at a landing that waits for its marker comes again after this many seconds, later ones after a quarter of its age. */
const MARKER_WAIT = 60;

/** Whether a landing is complete, by what is listed under its model's prefix now. */
export function closeBatch(listed: readonly ListedFile[], seen: Landing['seen'], look: Look): SnapshotDecision {
  const isMarker = ({ key }: ListedFile) => key.split('/').at(-1) === look.marker;
  const isFolder = ({ key }: ListedFile) => key.endsWith('/');
  const fresh = listed.filter((file) => seen[file.key] !== versionOf(file) && !isFolder(file));
  const files = fresh.filter((file) => !isMarker(file));
  const markers = fresh.filter(isMarker);
  if (files.length === 0) return { kind: 'nothing-new' };
  return look.completeWhen === 'marker' ? byMarker(files, markers, look) : byQuiet(files, markers, look);
}

/** A marker covers what landed in its folder until it was written; what came later waits for the next one. */
function byMarker(files: readonly ListedFile[], markers: readonly ListedFile[], look: Look): SnapshotDecision {
  const covers = (marker: ListedFile) => (file: ListedFile) =>
    file.key.startsWith(marker.key.slice(0, -look.marker.length)) && file.lastModified <= marker.lastModified;
  const complete = files.filter((file) => markers.some((marker) => covers(marker)(file)));
  if (complete.length > 0) return { kind: 'close', files: complete, markers };
  const age = (look.now.getTime() - Date.parse(look.openedAt)) / 1000;
  return { kind: 'open', waitSeconds: Math.round(Math.min(LONGEST_WAIT, Math.max(MARKER_WAIT, age / 4))) };
}

function byQuiet(files: readonly ListedFile[], markers: readonly ListedFile[], look: Look): SnapshotDecision {
  // A multipart upload bears the time when it was begun, which may be long before it landed and opened this.
  const opened = Date.parse(look.openedAt);
  const newest = files.reduce((latest, { lastModified }) => Math.max(latest, lastModified.getTime()), opened);
  const remaining = Math.ceil((newest + look.quietMinutes * 60_000 - look.now.getTime()) / 1000);
  if (remaining <= 0) return { kind: 'close', files, markers };
  // Where something lands all the time the looks become rare, so that the execution's history holds them.
  const patience = Math.min(LONGEST_WAIT, Math.round((look.now.getTime() - opened) / 20_000));
  return { kind: 'open', waitSeconds: Math.max(SHORTEST_WAIT, remaining, patience) };
}
