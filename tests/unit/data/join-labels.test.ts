import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, quote } from '#data/duckdb.ts';
import { type JoinLabelsInput, joinLabels, type Prediction } from '#data/scores/join-labels.ts';

const NOON = Date.UTC(2026, 2, 1, 12);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'andon-labels-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function prediction(id: string, score: number, rest: Partial<Prediction> = {}): Prediction {
  return { eventId: `event-${id}`, inferenceId: id, row: 0, rows: 1, score, at: NOON, ...rest };
}

async function* batches(predictions: readonly Prediction[]) {
  for (const each of predictions) yield [each];
}

let files = 0;

function csv(...lines: string[]) {
  files += 1;
  const path = join(directory, `labels-${files}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return { path, key: `labels/churn/${files}.csv` };
}

const labelled = (...lines: string[]) => csv('inference_id,label', ...lines);

function joined(
  predictions: readonly Prediction[],
  labels: JoinLabelsInput['labels'],
  rest: Partial<JoinLabelsInput> = {},
) {
  return joinLabels({ directory, predictions: batches(predictions), labels, format: 'csv', cluster: 'hour', ...rest });
}

const pairs = ({ labels, scores }: { labels: Float64Array; scores: Float64Array }) =>
  Array.from(labels, (label, row) => [label, scores[row]]);

describe('labels joined to predictions', () => {
  it('by the id that the caller gave, or else by the event’s own', async () => {
    const anonymous = prediction('x', 0.2, { inferenceId: undefined, eventId: 'event-x', at: NOON + 1000 });
    const found = await joined([prediction('a', 0.9), anonymous], [labelled('a,1', 'event-x,0')]);
    expect(pairs(found)).toEqual([
      [1, 0.9],
      [0, 0.2],
    ]);
    expect(found.counts).toMatchObject({ labels: 2, unknown: 0, predictions: 2 });
  });

  it('take the last label of a prediction: of a later file, and of a later line', async () => {
    const first = labelled('a,0', 'b,1', 'b,0');
    const found = await joined(
      [prediction('a', 0.9), prediction('b', 0.1, { at: NOON + 1 })],
      [first, labelled('a,1')],
    );
    expect(pairs(found)).toEqual([
      [1, 0.9],
      [0, 0.1],
    ]);
    expect(found.counts).toMatchObject({ labels: 4, corrected: 2 });
  });

  it('are the same for a file delivered twice', async () => {
    const file = labelled('a,1');
    const once = await joined([prediction('a', 0.9)], [file]);
    const twice = await joined([prediction('a', 0.9)], [file, file]);
    expect(pairs(twice)).toEqual(pairs(once));
    expect(twice.counts.corrected).toBe(1);
  });

  it('of unknown predictions are counted, and wait', async () => {
    const found = await joined([], [labelled('a,1', 'b,0', 'b,0')]);
    expect(found.labels).toHaveLength(0);
    expect(found.counts).toMatchObject({ labels: 3, unknown: 2, predictions: 0 });
  });

  it('take the newest prediction of an id that was used twice', async () => {
    const later = prediction('a', 0.7, { eventId: 'again', at: NOON + 5000 });
    const found = await joined([prediction('a', 0.1), later], [labelled('a,1')]);
    expect(pairs(found)).toEqual([[1, 0.7]]);
    expect(found.counts).toMatchObject({ predictions: 1, repeated: 1 });
  });

  it('say which row of a request they mean, where it had several', async () => {
    const rows = [0.1, 0.2, 0.3].map((score, row) => prediction('a', score, { row, rows: 3 }));
    const found = await joined(rows, [csv('inference_id,row,label', 'a,2,1', 'a,0,0', 'a,,1', 'a,7,1')]);
    expect(pairs(found)).toEqual([
      [0, 0.1],
      [1, 0.3],
    ]);
    expect(found.counts).toMatchObject({ ambiguous: 1, unknown: 1 });
  });

  it('leave out what is no label, and no probability, and count it', async () => {
    const predictions = [prediction('a', 0.9), prediction('b', Number.NaN), prediction('c', 1.5), prediction('d', 0)];
    const file = labelled('a,TRUE', 'b,1', 'c,0', 'd,0.0', 'a,perhaps', ',1', 'e,2', 'only-an-id');
    const found = await joined(predictions, [file]);
    expect(pairs(found).sort()).toEqual([
      [0, 0],
      [1, 0.9],
    ]);
    expect(found.counts).toMatchObject({ badLabels: 3, badLines: 1, invalidScores: 2 });
  });

  it('say which files cannot be read, and why, and use the others', async () => {
    const found = await joined(
      [prediction('a', 0.9)],
      [
        csv('id,label', 'a,1'),
        csv(),
        labelled('a,1'),
        { path: join(directory, 'gone.csv'), key: 'labels/churn/gone.csv' },
      ],
    );
    expect(pairs(found)).toEqual([[1, 0.9]]);
    expect(found.unreadable).toEqual([
      expect.objectContaining({ reason: 'it has no column inference_id, but id, label' }),
      expect.objectContaining({ reason: expect.stringMatching(/header|empty/) }),
      expect.objectContaining({ key: 'labels/churn/gone.csv' }),
    ]);
  });

  it('come as Parquet, with labels of any type', async () => {
    const path = join(directory, 'labels.parquet');
    await using database = await openDatabase({ directory });
    await database.run(
      `COPY (SELECT * FROM (VALUES ('a', true), ('b', false), ('a', false)) t(inference_id, label)) TO ${quote(path)} (FORMAT parquet)`,
    );
    const labels = [{ path, key: 'labels/churn/l.parquet' }];
    const found = await joined([prediction('a', 0.9), prediction('b', 0.2, { at: NOON + 1 })], labels, {
      format: 'parquet',
    });
    expect(pairs(found)).toEqual([
      [0, 0.9],
      [0, 0.2],
    ]);
  });

  it('are in clusters of the hour, or the day, in which they were predicted', async () => {
    const hours = [0, 0, 1, 30].map((hour, index) => prediction(`p${index}`, 0.5, { at: NOON + hour * 3_600_000 }));
    const file = labelled('p0,1', 'p1,0', 'p2,1', 'p3,0');
    const codes = async (cluster: 'none' | 'hour' | 'day') => {
      const { clusters } = await joined(hours, [file], { cluster });
      return [...clusters.codes, clusters.count];
    };
    expect(await codes('hour')).toEqual([0, 0, 1, 2, 3]);
    expect(await codes('day')).toEqual([0, 0, 0, 1, 2]);
    expect(await codes('none')).toEqual([0, 1, 2, 3, 4]);
  });

  it('with ids of any characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 8 }),
        async (names) => {
          const ids = names.map((name) => name.replaceAll(/[\r\n]/g, '_').trim()).filter((id) => id !== '');
          const distinct = [...new Set(ids)];
          const quoted = distinct.map((id, index) => `"${id.replaceAll('"', '""')}",${index % 2}`);
          const predictions = distinct.map((id, index) =>
            prediction(id, 0.25, { eventId: `#${index}`, at: NOON + index }),
          );
          const found = await joined(predictions, [labelled(...quoted)]);
          expect([...found.labels]).toEqual(distinct.map((_, index) => index % 2));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are many, in the order of their lines', async () => {
    const ids = Array.from({ length: 60_000 }, (_, index) => `id-${index}`);
    const lines = [0, 1].flatMap((label) => ids.map((id) => `${id},${label}`));
    const file = labelled(lines.join('\n'));
    const found = await joined(
      ids.map((id, index) => prediction(id, 0.5, { at: NOON + index })),
      [file],
    );
    expect(found.labels.every((label) => label === 1)).toBe(true);
    expect(found.counts).toMatchObject({ labels: 120_000, corrected: 60_000 });
  });
});
