import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAgreementGate } from '#domain/gates/agreement-gate.ts';
import type { ComparedRow, RowScores } from '#domain/serving/probe-document.ts';
import { aProbe, notServing } from './a-probe.ts';
import { aGate } from './an-evaluation.ts';

const scores = (...given: number[]): RowScores => ({ scores: given });
const row = (rowId: string, batch: RowScores, realTime: RowScores): ComparedRow => ({ rowId, batch, realTime });

function judged(compared: ComparedRow[], fields: object = {}, comparable = compared.length) {
  const gate = aGate('agreement', { tolerance: 0.01, ...fields });
  return judgeAgreementGate(gate, { probe: aProbe({ compared, comparable }) });
}

describe('an agreement gate', () => {
  it('passes when no score lies further apart than is tolerated', () => {
    expect(judged([row('a', scores(0.5), scores(0.5)), row('b', scores(0.25), scores(0.255))])).toMatchObject({
      verdict: 'Passed',
      measured: 0,
      sentence:
        '0 of 2 rows get different scores in batch and in real time, at most 0.005 apart where both scored; 0.01 is tolerated.',
    });
  });

  it('fails by one row, and shows the five furthest apart', () => {
    const rows = [0.2, 0.7, 0.3, 0.6, 0.4, 0.1, 0].map((apart, index) =>
      row(`r${index}`, scores(1), scores(1 - apart)),
    );
    const result = judged(rows);
    expect(result).toMatchObject({ verdict: 'Failed', measured: 6, agreement: { rows: 7, disagreeing: 6 } });
    expect(result.agreement?.largestDifference).toBeCloseTo(0.7);
    expect(result.agreement?.examples.map(({ rowId }) => rowId)).toEqual(['r1', 'r3', 'r4', 'r2', 'r0']);
    expect(result.agreement?.examples[0]).toMatchObject({ batch: '1', realTime: '0.30000000000000004' });
  });

  it('takes a row that only one of them scores, or scores of other classes, for a disagreement', () => {
    const rows = [
      row('a', scores(0.5), { problem: 'it was refused (400: bad).' }),
      row('b', { problem: 'no score.' }, scores(0.5)),
      row('c', scores(0.5, 0.5), scores(1)),
    ];
    const result = judged(rows);
    expect(result).toMatchObject({ verdict: 'Failed', measured: 3, agreement: { largestDifference: null } });
    expect(result.agreement?.examples[0]).toEqual({
      ...{ rowId: 'a', batch: '0.5', realTime: 'it was refused (400: bad).', apart: null },
    });
    expect(result.sentence).toBe('3 of 3 rows get different scores in batch and in real time; 0.01 is tolerated.');
  });

  it('compares every class', () => {
    expect(judged([row('a', scores(0.2, 0.8), scores(0.2, 0.7))]).verdict).toBe('Failed');
    expect(judged([row('a', scores(0.2, 0.8), scores(0.205, 0.795))]).verdict).toBe('Passed');
  });

  it('is decided the same way whichever side is called batch, and by the largest difference alone', () => {
    const pair = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 30 }), (pairs) => {
        const one = judged(pairs.map(([a, b], index) => row(`${index}`, scores(a), scores(b))));
        const other = judged(pairs.map(([a, b], index) => row(`${index}`, scores(b), scores(a))));
        expect(other.verdict).toBe(one.verdict);
        expect(other.measured).toBe(one.measured);
        const largest = Math.max(...pairs.map(([a, b]) => Math.abs(a - b)));
        expect(one.agreement?.largestDifference).toBe(largest);
        expect(one.verdict).toBe(largest > 0.01 ? 'Failed' : 'Passed');
      }),
    );
  });

  it('cannot tell before every row was compared, unless one disagrees', () => {
    const good = row('a', scores(0.5), scores(0.5));
    expect(judged([good], { rows: 3 }, 10)).toMatchObject({
      verdict: 'Inconclusive',
      sentence: expect.stringContaining('The other 2 of 3 were not sent.'),
    });
    expect(judged([row('a', scores(0.5), scores(0.9))], { rows: 3 }, 10).verdict).toBe('Failed');
    // A holdout of one row has no more.
    expect(judged([good], { rows: 3 }, 1).verdict).toBe('Passed');
    expect(judged([], { rows: 3 }, 10)).toMatchObject({ verdict: 'Inconclusive', measured: null });
  });

  it('cannot tell without a container that serves', () => {
    expect(judgeAgreementGate(aGate('agreement'), {})).toMatchObject({
      verdict: 'Inconclusive',
      sentence: /not probed/,
    });
    expect(judgeAgreementGate(aGate('agreement'), { probe: notServing })).toMatchObject({
      verdict: 'Inconclusive',
      sentence: expect.stringContaining('NotServing: its endpoint is Failed: no ping'),
    });
  });
});
