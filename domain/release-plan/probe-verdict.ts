import type { Traffic } from '../judge/settled-minute.ts';

/** What an endpoint answered to one probe: its body, or why there is none. */
export type ProbeAnswer = { readonly body: string } | { readonly failure: string };

export interface ProbeVerdict {
  readonly verdict: 'Healthy' | 'Harmful' | 'Inconclusive';
  readonly traffic: Traffic;
  readonly reasons: readonly string[];
}

/**
 * Judges a first endpoint, which has no traffic and nothing to be compared with, by absolute limits: every probe must be answered by one
 * finite score, between 0 and 1 for a binary label.
 */
export function judgeProbes(answers: readonly ProbeAnswer[], label: 'binary' | 'number'): ProbeVerdict {
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

function problemOf(answer: ProbeAnswer, label: 'binary' | 'number'): string | undefined {
  if ('failure' in answer) return answer.failure;
  const text = answer.body.trim();
  const score = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(score)) return `the answer "${text.slice(0, 80)}" is no number.`;
  if (label === 'binary' && (score < 0 || score > 1)) return `the score ${score} is outside 0 to 1.`;
  return undefined;
}
