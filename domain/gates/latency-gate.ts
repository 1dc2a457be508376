import type { Gate } from '../manifest/schema.ts';
import { percentileRanks } from '../serving/percentile-bounds.ts';
import { NOT_PROBED, type ServingMeasurements } from '../serving/serving-measurements.ts';
import { bound, figure } from './figures.ts';
import type { GateResult, GateVerdict } from './gate-result.ts';

/** One-sided, of each bound. */
export const LATENCY_CONFIDENCE = 0.95;

/**
 * A percentile of the time of single-row requests, by its exact bounds: passes if the upper one is within the limit, fails if the lower
 * one is above it, and is inconclusive between. A request without an answer took forever. One that was not sent, since time ran out,
 * counts as slow where the gate would pass and as fast where it would fail, so that stopping early decides nothing.
 */
export function judgeLatencyGate(gate: Extract<Gate, { kind: 'latency' }>, { probe }: ServingMeasurements): GateResult {
  const { name, kind, mode, percentile, maxMilliseconds, requests } = gate;
  const which = `the ${ordinal(percentile)} percentile`;
  const limit = `${which} at most ${maxMilliseconds} ms`;
  const common = { name, kind, mode, metric: 'latencyMilliseconds', limit } as const;
  const unknown = (sentence: string): GateResult => ({ ...common, measured: null, verdict: 'Inconclusive', sentence });
  if (probe === undefined) return unknown(NOT_PROBED);
  if (probe.endpoint.outcome === 'NotServing') {
    return unknown(`NotServing: ${probe.endpoint.reason}, so no request could be timed.`);
  }
  const times = probe.milliseconds.slice(0, requests).map((time) => time ?? Number.POSITIVE_INFINITY);
  const unsent = Array.from({ length: requests - times.length });
  const [atBest, atWorst] = [0, Number.POSITIVE_INFINITY].map((time) => sorted([...times, ...unsent.map(() => time)]));
  const ranks = percentileRanks({ values: requests, percentile, confidence: LATENCY_CONFIDENCE });
  const low = ranks.lower === undefined ? 0 : atBest![ranks.lower - 1]!;
  const high = ranks.upper === undefined ? Number.POSITIVE_INFINITY : atWorst![ranks.upper - 1]!;
  const measured = sorted(times)[Math.ceil(percentile * times.length) - 1] ?? Number.POSITIVE_INFINITY;
  const verdict = verdictOf([low, high], maxMilliseconds);
  const of = unsent.length === 0 ? '' : `, of ${requests} to be sent,`;
  const sample = `${times.length} single-row requests${of}`;
  const found = `${which[0]!.toUpperCase()}${which.slice(1)} of ${sample} is ${milliseconds(measured)}`;
  const sure = `with 95 % confidence at least ${milliseconds(low)} and at most ${milliseconds(high)}`;
  const tail = verdict === 'Inconclusive' ? ', which these requests cannot tell' : '';
  return {
    ...common,
    measured: bound(measured),
    interval: [bound(low), bound(high)],
    verdict,
    sentence: `${found}, ${sure}; it must be at most ${maxMilliseconds} ms${tail}.${unanswered(times)}`,
  };
}

function verdictOf([low, high]: readonly [number, number], most: number): GateVerdict {
  if (high <= most) return 'Passed';
  return low > most ? 'Failed' : 'Inconclusive';
}

function unanswered(times: readonly number[]): string {
  const count = times.filter((time) => time === Number.POSITIVE_INFINITY).length;
  return count === 0 ? '' : ` ${count} of them were not answered.`;
}

function sorted(times: readonly number[]): number[] {
  return times.toSorted((a, b) => a - b);
}

function milliseconds(time: number): string {
  return Number.isFinite(time) ? `${figure(time)} ms` : 'endless';
}

/** 95th, 99.9th, 52nd. */
function ordinal(share: number): string {
  const text = String(Number((share * 100).toPrecision(6)));
  const teens = /1[123]$/.test(text);
  const suffix = ({ 1: 'st', 2: 'nd', 3: 'rd' } as Record<string, string>)[text.at(-1)!];
  return `${text}${teens || text.includes('.') || suffix === undefined ? 'th' : suffix}`;
}
