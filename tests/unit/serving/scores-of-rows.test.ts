import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoredLabel } from '#domain/scored-answer.ts';
import { batchScores } from '#domain/serving/batch-scores.ts';
import { readScoresOfRows } from '#domain/serving/scores-of-rows.ts';

const binary: ScoredLabel = { kind: 'binary' };
const multiclass: ScoredLabel = { kind: 'multiclass', classes: ['a', 'b'] };

describe('the scores of several rows in one answer', () => {
  it.each(['0.1\n0.2\n0.3\n', '0.1\r\n0.2\r\n0.3', '0.1,0.2,0.3'])('are a line each, or all on one: %j', (body) => {
    expect(readScoresOfRows(body, binary, 3)).toEqual({ rows: [[0.1], [0.2], [0.3]] });
  });

  it.each(['[0.1, 0.9]\n[0.4, 0.6]', '0.1,0.9\n0.4,0.6', '[0.1, 0.9],[0.4, 0.6]'])(
    'are a probability per class for a multiclass label: %j',
    (body) => {
      expect(readScoresOfRows(body, multiclass, 2)).toEqual({
        rows: [
          [0.1, 0.9],
          [0.4, 0.6],
        ],
      });
    },
  );

  it.each([
    ['0.1\n0.2', 'scores of 2 rows, the request has 3'],
    ['0.1,0.2,0.3,0.4', 'scores of 4 rows'],
    ['0.1\n\n0.3', 'is no number'],
    ['', 'is no number'],
    ['0.1\n1.5\n0.3', 'outside 0 to 1'],
    ['{"predictions": []}', 'is no number'],
  ])('are refused in words when they are not as many, or no scores: %j', (body, problem) => {
    expect(readScoresOfRows(body, binary, 3)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('come back whatever was written, in either form', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(scores, fc.constantFrom('\n', ','), (given, separator) => {
        const read = readScoresOfRows(given.join(separator), binary, given.length);
        expect(read).toEqual({ rows: given.map((score) => [Number(String(score))]) });
      }),
    );
  });

  it('never make it throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(binary, multiclass), fc.nat(5), (body, label, count) => {
        expect(Object.keys(readScoresOfRows(body, label, count))).toHaveLength(1);
      }),
    );
  });
});

describe('the scores of a line of batch transform', () => {
  it('are what follows the row id, or the end of a whole record when there are several', () => {
    expect(batchScores('0.5', binary)).toEqual({ scores: [0.5] });
    for (const line of ['0.1,0.9', '[0.1, 0.9]', '"[0.1, 0.9]"', '7,8,0.1,0.9', '7,8,"[0.1, 0.9]"', '7,[0.1, 0.9]'])
      expect(batchScores(line, multiclass)).toEqual({ scores: [0.1, 0.9] });
    expect(batchScores('0.9', multiclass)).toEqual({ problem: expect.stringContaining('1 number') });
  });
});
