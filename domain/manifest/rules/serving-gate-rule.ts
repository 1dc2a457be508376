import { LATENCY_CONFIDENCE } from '../../gates/latency-gate.ts';
import { valuesNeeded } from '../../serving/percentile-bounds.ts';
import { type Problem, problem } from '../problem.ts';
import type { Gate } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A gate of the serving container asks for what can be told, and for something. */
export const servingGateRule: Rule = ({ gates }) =>
  gates.flatMap((gate, index) => {
    const path = ['gates', index];
    if (gate.kind === 'latency') return latencyProblems(path, gate);
    return gate.kind === 'contract' ? contractProblems(path, gate) : [];
  });

function latencyProblems(
  path: readonly PropertyKey[],
  { requests, percentile }: Extract<Gate, { kind: 'latency' }>,
): Problem[] {
  const needed = valuesNeeded({ percentile, confidence: LATENCY_CONFIDENCE });
  if (requests >= needed) return [];
  const why = `the percentile ${percentile} has no upper bound by fewer than ${needed}`;
  return [problem([...path, 'requests'], `${requests} requests can never pass: ${why}. Send ${needed} or more.`)];
}

function contractProblems(path: readonly PropertyKey[], { requests }: Extract<Gate, { kind: 'contract' }>): Problem[] {
  const names = requests.map(({ name }) => name);
  const repeated = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [problem([...path, 'requests', index, 'name'], `A second request named "${name}".`)],
  );
  const refusing = requests.length > 0 && requests.every(({ expect }) => expect === 'refusal');
  if (!refusing) return repeated;
  const message = 'No request expects a score: a container that refuses everything would pass.';
  return [...repeated, problem([...path, 'requests'], message)];
}
