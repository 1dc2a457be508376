import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#data/duckdb.ts';
import { readScores } from '#data/scores/read-scores.ts';
import { aDirectory } from './a-workspace.ts';

const LABELS = `SELECT * FROM (VALUES
  ('a', TIMESTAMP '2024-01-01 01:00:00', 0, 'x'), ('b', TIMESTAMP '2024-01-01 02:00:00', 2, NULL),
  ('c', TIMESTAMP '2024-01-02 01:00:00', 1, 'y')
) AS rows(row_id, event_time, label, slice_kind)`;

const HONEST = 'c,[0.1, 0.8, 0.1]\na,[0.5, 0.25, 0.25]\nb,[1e-05, 0.0, 0.99999]\n';

async function read({ labels = LABELS, candidate = HONEST, champion }: Record<string, string> = {}) {
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
    kind: 'multiclass',
    classes: ['billing', 'delivery', 'other'],
    cluster: 'day',
    slices: ['kind'],
  });
}

describe('the scores of several classes', () => {
  it('are joined to the labels by row id, row after row in order of time', async () => {
    const champion = 'a,0.2,0.3,0.5\nb,0.3,0.3,0.4\nc,0,0,1\n';
    const rows = await read({ champion });
    expect([...rows.labels]).toEqual([0, 2, 1]);
    expect([...rows.candidate]).toEqual([0.5, 0.25, 0.25, 0.00001, 0, 0.99999, 0.1, 0.8, 0.1]);
    expect([...rows.champion!]).toEqual([0.2, 0.3, 0.5, 0.3, 0.3, 0.4, 0, 0, 1]);
    expect(rows.slices[0]?.values).toEqual(['(missing)', 'x', 'y']);
  });

  it.each([
    ['in brackets', 'a,[0.1, 0.2, 0.7]'],
    ['in brackets without blanks', 'a,[0.1,0.2,0.7]'],
    ['in brackets, quoted', 'a,"[0.1, 0.2, 0.7]"'],
    ['plainly', 'a,0.1,0.2,0.7'],
    ['plainly, with blanks', 'a,0.1, 0.2, 0.7'],
    ['at the end of the whole record', 'a,17,,3.5,[0.1, 0.2, 0.7]'],
    ['plainly at the end of the whole record', 'a,17,,3.5,0.1,0.2,0.7'],
    ['with the row id quoted', '"a",[0.1, 0.2, 0.7]'],
  ])('may stand %s', async (_, line) => {
    const { candidate } = await read({ candidate: `${line}\nb,[0, 0, 1]\nc,[0, 0, 1]\n` });
    expect([...candidate.slice(0, 3)]).toEqual([0.1, 0.2, 0.7]);
  });

  it.each([
    [
      'of other rows',
      'a,[0, 0, 1]\nb,[0, 0, 1]\nd,[0, 0, 1]\n',
      'ScoreCountMismatchError',
      'has no score of the row c',
    ],
    ['too few', 'a,[0, 0, 1]\n', 'ScoreCountMismatchError', 'has 3 rows, the candidate 1 scores of 1 row ids'],
    ['twice', 'a,[0, 0, 1]\na,[0, 0, 1]\nb,[0, 0, 1]\n', 'ScoreCountMismatchError', '3 scores of 2 row ids'],
    [
      'of two classes',
      'a,[0, 1]\nb,[0, 0, 1]\nc,[0, 0, 1]\n',
      'ScoreCountMismatchError',
      'The candidate gives the row a the scores [0, 1]: 2 of them, but data.label.classes names 3.',
    ],
    ['of one class, plainly', 'a,1\nb,0,0,1\nc,0,0,1\n', 'ScoreCountMismatchError', 'the scores 1: 1 of them, but'],
    [
      'NaN',
      'a,[0, nan, 1]\nb,[0, 0, 1]\nc,[0, 0, 1]\n',
      'ScoreNotFiniteError',
      'the row a the scores [0, nan, 1]: not all',
    ],
    ['infinite', 'a,0,0,1\nb,inf,-inf,1\nc,0,0,1\n', 'ScoreNotFiniteError', 'the row b the scores inf,-inf,1'],
    ['words', 'a,[0, 0, 1]\nb,[0, 0, 1]\nc,[low, 0, 1]\n', 'ScoreNotFiniteError', 'the row c the scores [low, 0, 1]'],
    ['nothing', 'a,[0, 0, 1]\nb,[0, 0, 1]\nc,[0, , 1]\n', 'ScoreNotFiniteError', 'the row c the scores [0, , 1]'],
    [
      'negative',
      'a,[-0.1, 0.1, 1]\nb,[0, 0, 1]\nc,[0, 0, 1]\n',
      'ScoreOutOfRangeError',
      'a probability is from 0 to 1',
    ],
    [
      'that do not add up',
      'a,[0.2, 0.2, 0.2]\nb,[0, 0, 1]\nc,[0, 0, 1]\n',
      'ScoreSumError',
      'The candidate gives the row a the scores [0.2, 0.2, 0.2]: they add up to 0.6, and the probabilities of all classes to 1.',
    ],
  ])('%s are refused by name', async (_, ...[candidate, name, message]) => {
    await expect(read({ candidate })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('may miss 1 by a thousandth, having been rounded', async () => {
    const { candidate } = await read({ candidate: 'a,0.333,0.333,0.333\nb,0,0,1\nc,0,0,1\n' });
    expect(candidate[0]).toBe(0.333);
    await expect(read({ candidate: 'a,0.33,0.33,0.33\nb,0,0,1\nc,0,0,1\n' })).rejects.toThrowError(/add up to 0.99/);
  });

  it('tell whose scores they are', async () => {
    await expect(read({ champion: HONEST.replace('0.8', '0.9') })).rejects.toThrowError(/The champion gives the row c/);
  });

  it('of rows of one class cannot be judged, and the class is named', async () => {
    const labels = LABELS.replace("00', 0,", "00', 1,").replace("00', 2,", "00', 1,");
    await expect(read({ labels })).rejects.toMatchObject({
      name: 'OneClassError',
      message: expect.stringContaining('All 3 holdout rows have the label delivery'),
    });
  });
});
