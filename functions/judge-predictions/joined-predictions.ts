import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCaptures } from '#aws/captured-files.ts';
import type { ListedObject, ObjectStore } from '#aws/object-store.ts';
import { type JoinedLabels, joinLabels, type Prediction } from '#data/scores/join-labels.ts';
import type { LabelFile } from '#data/scores/load-labels.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { CapturedRecord } from '#domain/quality/captured-record.ts';
import { withWorkingDirectory } from '../working-directory.ts';

export interface JoinedPredictions extends JoinedLabels {
  readonly unreadableAnswers: number;
  readonly badCaptureLines: number;
  /** Files left out because the rows before them, which are newer, were enough. */
  readonly leftOut: number;
}

/** Predictions kept at most: about 200 MB on the disk. */
const ROWS = 2_000_000;

/** Reads captured predictions and label files, and joins them. Predictions pass through memory a file at a time. */
export async function joinedPredictions(
  files: { readonly captures: readonly ListedObject[]; readonly labels: readonly ListedObject[] },
  { data, release }: Pick<Manifest, 'data' | 'release'>,
  store: ObjectStore,
): Promise<JoinedPredictions> {
  const counted = { unreadableAnswers: 0, badCaptureLines: 0, leftOut: 0 };
  async function* predictions() {
    let rows = 0;
    let seen = 0;
    // The newest first: these are kept when there are too many.
    for await (const { records, badLines } of readCaptures(store, files.captures.toReversed())) {
      seen += 1;
      counted.badCaptureLines += badLines;
      counted.unreadableAnswers += records.filter(({ answer }) => 'unreadable' in answer).length;
      const batch = records.flatMap(predictionsOf);
      yield batch;
      rows += batch.length;
      if (rows >= ROWS) break;
    }
    counted.leftOut = files.captures.length - seen;
  }
  return withWorkingDirectory(async (directory) => {
    const labels: LabelFile[] = [];
    for (const [index, { key }] of files.labels.entries()) {
      const stored = await store.get(key);
      if (stored === undefined) continue;
      const path = join(directory, `labels-${index}.${data.format}`);
      await writeFile(path, stored.value);
      labels.push({ path, key });
    }
    const cluster = release.quality?.labels?.cluster ?? 'hour';
    const joined = await joinLabels({ directory, predictions: predictions(), labels, format: data.format, cluster });
    return { ...joined, ...counted };
  });
}

function predictionsOf({ answer, eventId, inferenceId, at }: CapturedRecord): Prediction[] {
  if ('unreadable' in answer) return [];
  const rows = answer.scores.length;
  return answer.scores.map((score, row) => ({ eventId, inferenceId, row, rows, score, at }));
}
