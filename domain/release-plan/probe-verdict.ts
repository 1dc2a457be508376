import type { Traffic } from '../judge/settled-minute.ts';
import { readScoredAnswer, type ScoredLabel } from '../scored-answer.ts';

/** What an endpoint answered to one probe: its body, or why there is none. */
export type ProbeAnswer = { readonly body: string } | { readonly failure: string };

export interface ProbeVerdict {
  readonly verdict: 'Healthy' | 'Harmful' | 'Inconclusive';
  readonly traffic: Traffic;
  readonly reasons: readonly string[];
}

/**
 * Judges a first endpoint, which has no traffic and nothing to be compared with, by absolute limits: every probe must be answered by
 * the scores of its row, as {@link readScoredAnswer} takes them.
 */
export function judgeProbes(answers: readonly ProbeAnswer[], label: ScoredLabel): ProbeVerdict {
  if (answers.length === 0) {
    const traffic = { requests: 0, failures: 0 };
    return { verdict: 'Inconclusive', traffic, reasons: ['The run left no holdout rows to probe the endpoint with.'] };
  }
  const failures = answers.map((answer) => problemOf(answer, label)).filter((problem) => problem !== undefined);
  const traffic = { requests: answers.length, failures: failures.length };
  const summary = `${answers.length - failures.length} of ${answers.length} probes were answered by a score.`;
  if (failures.length === 0) return { verdict: 'Healthy', traffic, reasons: [summary] };
  return { verdict: 'Harmful', traffic, reasons: [summary, `The first that was not: ${failures[0]}`] };
}

function problemOf(answer: ProbeAnswer, label: ScoredLabel): string | undefined {
  if ('failure' in answer) return answer.failure;
  const read = readScoredAnswer(answer.body, label);
  return 'problem' in read ? read.problem : undefined;
}
