import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#data/duckdb.ts';
import { type ReadScoresInput, readScores } from '#data/scores/read-scores.ts';
import { aDirectory } from './a-workspace.ts';

const LABELS = `SELECT * FROM (VALUES
  ('a', TIMESTAMP '2024-01-01 01:00:00', 1, 'x'), ('b', TIMESTAMP '2024-01-01 02:00:00', 0, NULL),
  ('c', TIMESTAMP '2024-01-02 01:00:00', 0, 'y'), ('d', TIMESTAMP '2024-01-09 01:00:00', 1, 'x')
) AS rows(row_id, event_time, label, slice_kind)`;

interface Files extends Partial<ReadScoresInput> {
  readonly labels?: string;
  readonly candidate?: string;
  readonly champion?: string;
}

async function read({ labels = LABELS, candidate = 'd,0.4\nc,0.3\nb,0.2\na,0.1\n', champion, ...input }: Files = {}) {
  const directory = aDirectory();
  const at = (name: string) => join(directory, name);
  await using database = await openDatabase({ directory });
  await database.run(`COPY (${labels}) TO '${at('labels.parquet')}' (FORMAT parquet)`);
  writeFileSync(at('candidate.csv'), candidate);
  if (champion !== undefined) writeFileSync(at('champion.csv'), champion);
  return readScores({
    labelsPath: at('labels.parquet'),
    candidatePath: at('candidate.csv'),
    ...(champion === undefined ? {} : { championPath: at('champion.csv') }),
    kind: 'binary',
    cluster: 'day',
    slices: ['kind'],
    ...input,
  });
}

describe('labels and scores', () => {
  it('are joined by row id, in order of time', async () => {
    const rows = await read({ champion: 'a,0.9\nb,0.8\nc,0.7\nd,0.6\n' });
    expect([...rows.labels]).toEqual([1, 0, 0, 1]);
    expect([...rows.candidate]).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect([...rows.champion!]).toEqual([0.9, 0.8, 0.7, 0.6]);
  });

  it.each([
    ['none', 4, [0, 1, 2, 3]],
    ['hour', 4, [0, 1, 2, 3]],
    ['day', 3, [0, 0, 1, 2]],
    ['week', 2, [0, 0, 0, 1]],
  ] as const)('are clustered by %s', async (cluster, count, codes) => {
    const { clusters } = await read({ cluster });
    expect({ count: clusters.count, codes: [...clusters.codes] }).toEqual({ count, codes });
  });

  it('are sliced by value, a missing one called so', async () => {
    const { slices } = await read();
    expect(slices).toEqual([{ column: 'kind', values: ['(missing)', 'x', 'y'], codes: Uint32Array.of(1, 0, 2, 1) }]);
  });

  it.each([
    ['too few scores', 'a,0.1\nb,0.2\n', 'ScoreCountMismatchError', 'has 4 rows, the candidate 2 scores of 2 row ids'],
    ['a row scored twice', 'a,0.1\na,0.1\nb,0.2\nc,0.2\n', 'ScoreCountMismatchError', '4 scores of 3 row ids'],
    ['scores of other rows', 'a,0.1\nb,0.1\nc,0.1\ne,0.1\n', 'ScoreCountMismatchError', 'has no score of the row d'],
    ['NaN', 'a,NaN\nb,0.1\nc,0.1\nd,0.1\n', 'ScoreNotFiniteError', 'gives the row a the score NaN'],
    ['an infinite score', 'a,0.1\nb,-inf\nc,0.1\nd,0.1\n', 'ScoreNotFiniteError', 'gives the row b the score -inf'],
    ['a word', 'a,0.1\nb,late\nc,0.1\nd,0.1\n', 'ScoreNotFiniteError', 'the score late'],
    ['a probability above 1', 'a,0.1\nb,1.5\nc,0.1\nd,0.1\n', 'ScoreOutOfRangeError', 'gives the row b the score 1.5'],
    ['a file that is no CSV of two columns', 'a,0.1,7\n', 'DatasetUnreadableError', 'scores of the candidate'],
  ])('with %s are refused by name', async (_, ...[candidate, name, message]) => {
    await expect(read({ candidate })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('tell whose scores they are', async () => {
    const champion = 'a,0.1\nb,2\nc,0.1\nd,0.1\n';
    await expect(read({ champion })).rejects.toThrowError(/The champion gives the row b the score 2/);
  });

  it('of a number may be any number', async () => {
    const { candidate } = await read({ kind: 'number', candidate: 'a,-7\nb,2e3\nc,0\nd,1\n' });
    expect([...candidate]).toEqual([-7, 2000, 0, 1]);
  });

  it('of one class, or of no rows, cannot be judged', async () => {
    const one = LABELS.replaceAll(', 0,', ', 1,');
    await expect(read({ labels: one })).rejects.toMatchObject({ name: 'OneClassError' });
    await expect(read({ labels: `${LABELS} WHERE label > 1` })).rejects.toThrowError(/The holdout has no rows/);
  });
});
