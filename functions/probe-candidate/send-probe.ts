import type { Inference } from '#aws/inference.ts';
import type { ScoredLabel } from '#domain/scored-answer.ts';
import { readScoredAnswer } from '#domain/scored-answer.ts';
import { rowsAsked } from '#domain/serving/canned-requests.ts';
import type { ContainerAnswer } from '#domain/serving/container-answer.ts';
import { describeAnswer } from '#domain/serving/container-answer.ts';
import type { ContractAnswer, ProbeDocument, RowScores } from '#domain/serving/probe-document.ts';
import type { ProbePlan } from '#domain/serving/probe-plan.ts';

export interface SendProbeDeps {
  readonly inference: Inference;
  /** Real milliseconds that only ever grow, also where the clock is virtual. */
  readonly stopwatch: () => number;
}

export interface Sending {
  readonly endpointName: string;
  readonly label: ScoredLabel;
  readonly plan: ProbePlan;
  /** Batch transform's scores, by row id. */
  readonly batch: ReadonlyMap<string, RowScores>;
}

/** Nothing is sent after this: a request may take another minute, and the function has ten. */
export const SENDING_MS = 420_000;

/** So many requests go before those that are timed: connections are open then, and the server has loaded its model. */
const WARM_UP = 5;

type Sent = Pick<ProbeDocument, 'contracts' | 'milliseconds' | 'compared'>;

/** Sends what the plan says, one request after another, until all is sent or time runs out. */
export async function sendProbe(sending: Sending, deps: SendProbeDeps): Promise<Sent> {
  const { endpointName, plan } = sending;
  const end = deps.stopwatch() + SENDING_MS;
  const inTime = () => deps.stopwatch() < end;
  const ask = (body: string, contentType = 'text/csv') => deps.inference.ask({ endpointName, body, contentType });

  const contracts: Sent['contracts'] = [];
  for (const { gate, requests } of plan.contracts) {
    const answers: ContractAnswer[] = [];
    for (const { name, expect, ...request } of requests) {
      const asked = { name, expect, rows: Math.max(1, rowsAsked(request)) };
      answers.push(inTime() ? { ...asked, answer: (await ask(request.body, request.contentType)).answer } : asked);
    }
    contracts.push({ gate, requests: answers });
  }

  for (const { rest } of plan.timed.slice(0, WARM_UP)) if (inTime()) await ask(rest);
  const milliseconds: Sent['milliseconds'] = [];
  for (const { rest } of plan.timed) {
    if (!inTime()) break;
    const timed = await ask(rest);
    milliseconds.push(timed.answer.outcome === 'Answered' ? timed.milliseconds : null);
  }

  const compared: Sent['compared'] = [];
  for (const { id, rest } of plan.compared) {
    if (!inTime()) break;
    const realTime = scoresOf((await ask(rest)).answer, sending.label);
    compared.push({ rowId: id, batch: sending.batch.get(id) ?? { problem: 'no score.' }, realTime });
  }
  return { contracts, milliseconds, compared };
}

function scoresOf(answer: ContainerAnswer, label: ScoredLabel): RowScores {
  if (answer.outcome !== 'Answered') return { problem: `it ${describeAnswer(answer)}.` };
  return readScoredAnswer(answer.body, label);
}
