import type { Gate } from '../manifest/schema.ts';
import type { ScoredLabel } from '../scored-answer.ts';
import { describeAnswer } from '../serving/container-answer.ts';
import type { ContractAnswer } from '../serving/probe-document.ts';
import { readScoresOfRows } from '../serving/scores-of-rows.ts';
import { NOT_PROBED, type ServingMeasurements } from '../serving/serving-measurements.ts';
import type { GateResult, RequestResult } from './gate-result.ts';

const LIMIT = 'every request answered as expected';

/** The container answers canned requests as it must: scores where there is a row, a refusal where there is none. */
export function judgeContractGate(
  gate: Extract<Gate, { kind: 'contract' }>,
  { probe }: ServingMeasurements,
): GateResult {
  const { name, kind, mode, requests: declared } = gate;
  const common = { name, kind, mode, metric: 'contractBreaches', limit: LIMIT } as const;
  const sent = probe?.contracts.find((contract) => contract.gate === name)?.requests ?? [];
  if (probe?.endpoint.outcome === 'NotServing') {
    const sentence = `NotServing: ${probe.endpoint.reason}. A container that does not start answers nothing.`;
    return { ...common, measured: null, verdict: 'Failed', sentence };
  }
  if (probe === undefined || sent.length === 0) {
    return { ...common, measured: null, verdict: 'Inconclusive', sentence: NOT_PROBED };
  }
  // Declared since then, or not sent before time ran out: either way there is no answer.
  const asked = declared.map(
    (request) => sent.find(({ name: other }) => other === request.name) ?? { ...request, rows: 1 },
  );
  const requests = (asked.length > 0 ? asked : sent).map((request) => judgeRequest(request, probe.label));
  const breaches = requests.filter(({ verdict }) => verdict === 'Failed');
  const unsent = requests.filter(({ verdict }) => verdict === 'Inconclusive');
  const verdict = breaches.length > 0 ? 'Failed' : unsent.length > 0 ? 'Inconclusive' : 'Passed';
  const kept = requests.length - breaches.length - unsent.length;
  const wrong = [...breaches, ...unsent].map((request) => ` ${request.name} ${request.finding}`);
  const sentence = `${kept} of ${requests.length} requests were answered as expected.${wrong.join('')}`;
  return { ...common, measured: breaches.length, verdict, sentence, requests };
}

function judgeRequest({ name, expect, rows, answer }: ContractAnswer, label: ScoredLabel): RequestResult {
  if (answer === undefined) {
    return { name, expect, verdict: 'Inconclusive', finding: 'was not sent.' };
  }
  const wanted = expect === 'refusal' ? 'a refusal' : rows === 1 ? 'a score' : `scores of ${rows} rows`;
  const said = describeAnswer(answer);
  if (expect === 'refusal') {
    const kept = answer.outcome === 'Refused';
    return kept
      ? { name, expect, verdict: 'Passed', finding: `${said}.` }
      : { name, expect, verdict: 'Failed', finding: `${said}; it must be ${wanted}, a 4xx status.` };
  }
  if (answer.outcome !== 'Answered') {
    return { name, expect, verdict: 'Failed', finding: `${said}; it must be ${wanted}.` };
  }
  const read = readScoresOfRows(answer.body, label, rows);
  return 'problem' in read
    ? { name, expect, verdict: 'Failed', finding: `must be answered by ${wanted}: ${read.problem}` }
    : { name, expect, verdict: 'Passed', finding: `${said}.` };
}
