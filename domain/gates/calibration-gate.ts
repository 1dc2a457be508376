import type { EvaluationDocument, MetricValue } from '../evaluation/evaluation-document.ts';
import type { Gate } from '../manifest/schema.ts';
import { figure, limits } from './figures.ts';
import type { GateResult, GateVerdict } from './gate-result.ts';

interface Range {
  readonly metric: 'calibrationOe' | 'calibrationSlope';
  readonly called: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/**
 * Probabilities mean what they say. Passes when the bounds lie within the limits, fails when they lie outside, and is
 * inconclusive between.
 */
export function judgeCalibrationGate(
  gate: Extract<Gate, { kind: 'calibration' }>,
  { candidate }: EvaluationDocument,
): GateResult {
  const { name, kind, mode, minOe, maxOe, minSlope, maxSlope } = gate;
  const oe: Range = { metric: 'calibrationOe', called: 'observed over expected', min: minOe, max: maxOe };
  const slope: Range = { metric: 'calibrationSlope', called: 'the slope', min: minSlope, max: maxSlope };
  const ranges = minSlope === undefined && maxSlope === undefined ? [oe] : [oe, slope];
  const judged = ranges.map((range) => ({ range, verdict: judgeRange(range, candidate.metrics[range.metric]) }));
  const decisive = judged.reduce((worst, each) => (SEVERITY[each.verdict] > SEVERITY[worst.verdict] ? each : worst));
  const { metric } = decisive.range;
  const measured = candidate.metrics[metric];
  return {
    ...{ name, kind, mode, metric, verdict: decisive.verdict, measured: measured?.value ?? null },
    ...(measured?.low === undefined || measured.high === undefined ? {} : { interval: [measured.low, measured.high] }),
    limit: ranges.map(({ called, min, max }) => `${called} ${limits(min, max)}`).join(', '),
    sentence: judged.map(({ range, verdict }) => sentence(range, verdict, candidate.metrics[range.metric])).join(' '),
  };
}

type RangeVerdict = Exclude<GateVerdict, 'NoChampion'>;

const SEVERITY: Readonly<Record<RangeVerdict, number>> = { Passed: 0, Inconclusive: 1, Failed: 2 };

function judgeRange({ min, max }: Range, measured: MetricValue | undefined): RangeVerdict {
  const { low, high } = { low: measured?.low ?? null, high: measured?.high ?? null };
  if (low === null || high === null) return 'Inconclusive';
  if ((min !== undefined && high < min) || (max !== undefined && low > max)) return 'Failed';
  return (min === undefined || low >= min) && (max === undefined || high <= max) ? 'Passed' : 'Inconclusive';
}

function sentence({ called, min, max }: Range, verdict: RangeVerdict, measured: MetricValue | undefined): string {
  const [value, low, high] = [measured?.value ?? null, measured?.low ?? null, measured?.high ?? null];
  const what = `${called[0]!.toUpperCase()}${called.slice(1)} is ${figure(value)}`;
  if (value === null || low === null || high === null)
    return `${what}; it must be ${limits(min, max)}, which cannot be told.`;
  const between = `with 95 % confidence at least ${figure(low)} and at most ${figure(high)}`;
  const tail = verdict === 'Inconclusive' ? ', which these rows cannot tell' : '';
  return `${what}, ${between}; it must be ${limits(min, max)}${tail}.`;
}
