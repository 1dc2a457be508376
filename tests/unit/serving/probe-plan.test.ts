import { describe, expect, it } from 'vitest';
import { rowsAsked, usualRequests } from '#domain/serving/canned-requests.ts';
import { asksContainer, planProbe } from '#domain/serving/probe-plan.ts';
import { aGate } from '../gates/an-evaluation.ts';

const rows = Array.from({ length: 8 }, (_, index) => ({ id: `r${index}`, rest: `${index},${index + 1}` }));

describe('what is sent to a candidate', () => {
  it('is asked for by gates of the container only, observed ones too', () => {
    const asking = (['absolute', 'artifact', 'latency', 'contract', 'agreement'] as const).filter((kind) =>
      asksContainer(aGate(kind, { mode: 'observe' })),
    );
    expect(asking).toEqual(['latency', 'contract', 'agreement']);
  });

  it('is as much as the gate that asks for most', () => {
    const gates = [
      aGate('latency', { requests: 59 }),
      aGate('latency', { name: 'slow-tail', requests: 100 }),
      aGate('agreement', { rows: 2 }),
      aGate('agreement', { name: 'all', rows: 4 }),
    ];
    const plan = planProbe(gates, rows);
    expect(plan.timed).toHaveLength(100);
    // A short holdout goes round and round.
    expect(plan.timed.slice(0, 9).map(({ id }) => id)).toEqual([...rows.map(({ id }) => id), 'r0']);
    expect(plan.compared.map(({ id }) => id)).toEqual(['r0', 'r2', 'r4', 'r6']);
    expect(planProbe(gates, []).timed).toEqual([]);
  });

  it('are the requests that a contract declares, or the usual ones', () => {
    const own = { name: 'own', body: '1,2', expect: 'score', contentType: 'text/csv' };
    const gates = [aGate('contract'), aGate('contract', { name: 'declared', requests: [own] })];
    const { contracts } = planProbe(gates, rows);
    expect(contracts.map(({ gate }) => gate)).toEqual(['contract', 'declared']);
    expect(contracts[0]?.requests).toEqual(usualRequests(rows));
    expect(contracts[1]?.requests).toEqual([own]);
  });
});

describe('the usual requests', () => {
  it('are a row, several, one with a missing value, garbage and a foreign type', () => {
    expect(usualRequests(rows)).toMatchObject([
      { name: 'one-row', body: '0,1', contentType: 'text/csv', expect: 'score' },
      { name: 'several-rows', body: '0,1\n1,2\n2,3\n', expect: 'score' },
      { name: 'missing-value', body: ',1', expect: 'score' },
      { name: 'garbage', contentType: 'text/csv', expect: 'refusal' },
      { name: 'wrong-content-type', body: '0,1', contentType: 'application/x-andon-unknown', expect: 'refusal' },
    ]);
  });

  it('leave out the missing value where it would leave nothing', () => {
    expect(usualRequests([{ id: 'a', rest: '1' }]).map(({ name }) => name)).not.toContain('missing-value');
    expect(usualRequests([])).toEqual([]);
  });
});

it.each([
  ['1,2\n3,4\n', 'text/csv', 2],
  ['1,2\r\n3,4', 'text/csv; charset=utf-8', 2],
  ['{"rows": [\n1, 2]}', 'application/json', 1],
])('a body of %j as %s asks for scores of %i rows', (body, contentType, count) => {
  expect(rowsAsked({ body, contentType })).toBe(count);
});
