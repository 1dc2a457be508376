import { describe, expect, it } from 'vitest';
import { judgeContractGate } from '#domain/gates/contract-gate.ts';
import type { ScoredLabel } from '#domain/scored-answer.ts';
import { answered, type ContainerAnswer, notAnswered } from '#domain/serving/container-answer.ts';
import type { ContractAnswer } from '#domain/serving/probe-document.ts';
import { aProbe, notServing } from './a-probe.ts';
import { aGate } from './an-evaluation.ts';

const request = (expect: 'score' | 'refusal', answer?: ContainerAnswer, rows = 1): ContractAnswer => ({
  ...{ name: 'asked', expect, rows },
  ...(answer === undefined ? {} : { answer }),
});

function judged(requests: ContractAnswer[], label: { kind: 'binary' } | { kind: 'number' } = { kind: 'binary' }) {
  const probe = aProbe({ label, contracts: [{ gate: 'contract', requests }] });
  return judgeContractGate(aGate('contract'), { probe });
}

describe('a contract gate', () => {
  it.each([
    ['a score', request('score', answered('0.5\n'))],
    ['as many scores as rows', request('score', answered('0.5\n0.1\n'), 2)],
    ['scores on one line', request('score', answered('0.5,0.1'), 2)],
    ['a refusal', request('refusal', notAnswered(415, 'no such type'))],
  ])('passes with %s where one is expected', (_, asked) => {
    expect(judged([asked])).toMatchObject({ verdict: 'Passed', measured: 0 });
  });

  it.each([
    ['no number', request('score', answered('{}')), 'must be answered by a score: the answer "{}" is no number.'],
    ['no score of the label', request('score', answered('1.5')), 'the score 1.5 is outside 0 to 1.'],
    [
      'fewer scores',
      request('score', answered('0.5'), 2),
      'must be answered by scores of 2 rows: the answer has scores of 1 rows, the request has 2.',
    ],
    ['a refusal', request('score', notAnswered(400, 'bad row')), 'was refused (400: bad row); it must be a score.'],
    ['its own failure', request('score', notAnswered(500, 'bug')), 'failed in the container (500: bug)'],
    ['a broken connection', request('score', notAnswered(0, 'gone')), 'failed in the container (no answer: gone)'],
    [
      'a score of garbage',
      request('refusal', answered('0.5')),
      'was answered "0.5"; it must be a refusal, a 4xx status.',
    ],
    ['a failure at garbage', request('refusal', notAnswered(500, 'trace')), 'failed in the container (500: trace)'],
  ])('fails with %s', (_, asked, finding) => {
    const result = judged([asked, request('score', answered('0.5'))]);
    expect(result).toMatchObject({ verdict: 'Failed', measured: 1 });
    expect(result.sentence).toMatch(/^1 of 2 requests were answered as expected\. asked /);
    expect(result.sentence).toContain(finding);
    expect(result.requests?.[0]).toMatchObject({ verdict: 'Failed', finding: expect.stringContaining(finding) });
  });

  it('takes any number for the score of a number', () => {
    expect(judged([request('score', answered('-40.5'))], { kind: 'number' } satisfies ScoredLabel).verdict).toBe(
      'Passed',
    );
  });

  it('cannot tell what was not sent, and fails by what was', () => {
    const unsent = request('score');
    expect(judged([unsent, request('score', answered('0.5'))])).toMatchObject({
      verdict: 'Inconclusive',
      sentence: '1 of 2 requests were answered as expected. asked was not sent.',
    });
    expect(judged([unsent, request('score', answered('x'))]).verdict).toBe('Failed');
  });

  it('judges the requests that the manifest declares now', () => {
    const own = { name: 'own', body: '1,2', expect: 'score' };
    const gate = aGate('contract', { requests: [own] });
    const contracts = [{ gate: 'contract', requests: [request('score', answered('x'))] }];
    expect(judgeContractGate(gate, { probe: aProbe({ contracts }) })).toMatchObject({
      verdict: 'Inconclusive',
      sentence: expect.stringContaining('own was not sent.'),
    });
  });

  it('fails when the container does not start, and cannot tell when it was not probed', () => {
    const gate = aGate('contract');
    expect(judgeContractGate(gate, { probe: notServing })).toMatchObject({
      verdict: 'Failed',
      sentence: expect.stringContaining('NotServing: its endpoint is Failed: no ping.'),
    });
    expect(judgeContractGate(gate, {})).toMatchObject({ verdict: 'Inconclusive', sentence: /not probed/ });
    expect(judgeContractGate(gate, { probe: aProbe() })).toMatchObject({ verdict: 'Inconclusive' });
  });
});
