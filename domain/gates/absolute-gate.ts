import type { EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate } from '../manifest/schema.ts';
import { figure, limits } from './figures.ts';
import type { GateResult } from './gate-result.ts';

/** The candidate's own number against fixed limits. The number itself decides; its bounds are shown. */
export function judgeAbsoluteGate(
  gate: Extract<Gate, { kind: 'absolute' }>,
  { candidate }: EvaluationDocument,
): GateResult {
  const { name, kind, mode, metric, min, max } = gate;
  const { value = null, low, high } = candidate.metrics[metric] ?? {};
  const limit = limits(min, max);
  const common = {
    ...{ name, kind, mode, metric, limit, measured: value },
    ...(low === undefined || high === undefined ? {} : { interval: [low, high] as [number | null, number | null] }),
  };
  if (value === null) {
    const sentence = `${metric} is not defined on these holdout rows, so it cannot be told whether it is ${limit}.`;
    return { ...common, verdict: 'Inconclusive', sentence };
  }
  const failed = (min !== undefined && value < min) || (max !== undefined && value > max);
  const sentence = `${metric} is ${figure(value)}; it must be ${limit}.`;
  return { ...common, verdict: failed ? 'Failed' : 'Passed', sentence };
}
