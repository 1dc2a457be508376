import { type CapturedRecord, parseCaptureLine } from '#domain/quality/captured-record.ts';
import { newestFiles, type Reading, type ReadingLimits } from '#domain/quality/newest-files.ts';
import type { ListedObject, ObjectStore } from './object-store.ts';

/** Which captured files: those of one fleet, written within a time. */
export interface CaptureRange {
  /** `captures/<model>/<config>/<endpoint>/<variant>/`, under which SageMaker names files yyyy/mm/dd/hh/mm-ss-ms-<id>.jsonl. */
  readonly folder: string;
  /** Not included. Undefined: from the first. */
  readonly after: Date | undefined;
  readonly through: Date;
}

/** What one file holds. */
export interface CapturedFile {
  readonly key: string;
  readonly records: readonly CapturedRecord[];
  /** Lines that are no records of a capture file. */
  readonly badLines: number;
}

/** A file is named by its first record and written later: so much later at most. */
const LATEST_MS = 3_600_000;

/** So many files are in memory at once. */
const PARALLEL = 8;

/** The newest files written in the range, within the limits, and how many others there are. */
export async function listCaptures(
  store: Pick<ObjectStore, 'list'>,
  { folder, after, through }: CaptureRange,
  limits: ReadingLimits,
): Promise<Reading<ListedObject>> {
  const from = after === undefined ? undefined : new Date(after.getTime() - LATEST_MS);
  // yyyy/mm/dd/hh
  const startAfter = from && `${folder}${from.toISOString().slice(0, 13).replaceAll(/[-T]/g, '/')}`;
  let kept: ListedObject[] = [];
  let leftOut = 0;
  const cut = () => {
    const newest = newestFiles(kept, limits);
    kept = [...newest.files];
    leftOut += newest.leftOut;
  };
  for await (const file of store.list(folder, startAfter)) {
    const written = file.lastModified.getTime();
    if (written > through.getTime() || written <= (after?.getTime() ?? Number.NEGATIVE_INFINITY)) continue;
    kept.push(file);
    if (kept.length >= 2 * limits.files) cut();
  }
  cut();
  return { files: kept, leftOut };
}

/** Reads files, a few at a time, in order. One that is gone meanwhile has no records. */
export async function* readCaptures(
  store: Pick<ObjectStore, 'get'>,
  files: readonly { readonly key: string }[],
): AsyncGenerator<CapturedFile> {
  for (let first = 0; first < files.length; first += PARALLEL) {
    yield* await Promise.all(files.slice(first, first + PARALLEL).map(({ key }) => readFile(store, key)));
  }
}

async function readFile(store: Pick<ObjectStore, 'get'>, key: string): Promise<CapturedFile> {
  const stored = await store.get(key);
  const lines = Buffer.from(stored?.value ?? [])
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const records = lines.map(parseCaptureLine).filter((record) => record !== undefined);
  return { key, records, badLines: lines.length - records.length };
}
