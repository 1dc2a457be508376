import type { Gate } from '../manifest/schema.ts';
import { spread } from '../serving/holdout-row.ts';
import type { ComparedRow, RowScores } from '../serving/probe-document.ts';
import { NOT_PROBED, type ServingMeasurements } from '../serving/serving-measurements.ts';
import { bound, figure } from './figures.ts';
import type { GateResult } from './gate-result.ts';

/** So many disagreeing rows are shown. */
const EXAMPLES = 5;

/**
 * Batch transform, by which the candidate was judged, and real time, by which it would serve, give the same rows the same scores within
 * the tolerance. A row that only one of them scores disagrees. Passes when every row was compared and none disagrees.
 */
export function judgeAgreementGate(
  gate: Extract<Gate, { kind: 'agreement' }>,
  { probe }: ServingMeasurements,
): GateResult {
  const { name, kind, mode, rows: wanted, tolerance } = gate;
  const limit = `every row within ${tolerance}`;
  const common = { name, kind, mode, metric: 'disagreeingRows', limit } as const;
  const unknown = (sentence: string): GateResult => ({ ...common, measured: null, verdict: 'Inconclusive', sentence });
  if (probe === undefined) return unknown(NOT_PROBED);
  if (probe.endpoint.outcome === 'NotServing') {
    return unknown(`NotServing: ${probe.endpoint.reason}, so nothing could be compared with batch transform.`);
  }
  const asked = Math.min(wanted, probe.comparable);
  const rows = spread(probe.compared, asked).map((row) => ({ ...row, apart: difference(row) }));
  if (rows.length === 0) return unknown('No row was compared. Retrain, and some are.');
  const disagreeing = rows.filter(({ apart }) => apart > tolerance);
  const known = rows.map(({ apart }) => apart).filter(Number.isFinite);
  const largestDifference = known.length === 0 ? null : Math.max(...known);
  const examples = disagreeing
    .toSorted((a, b) => b.apart - a.apart)
    .slice(0, EXAMPLES)
    .map(({ rowId, batch, realTime, apart }) => ({
      rowId,
      batch: shown(batch),
      realTime: shown(realTime),
      apart: bound(apart),
    }));
  const verdict = disagreeing.length > 0 ? 'Failed' : rows.length < asked ? 'Inconclusive' : 'Passed';
  const found = `${disagreeing.length} of ${rows.length} rows get different scores in batch and in real time`;
  const largest = largestDifference === null ? '' : `, at most ${figure(largestDifference)} apart where both scored`;
  const missing = rows.length < asked ? ` The other ${asked - rows.length} of ${asked} were not sent.` : '';
  return {
    ...common,
    measured: disagreeing.length,
    verdict,
    sentence: `${found}${largest}; ${tolerance} is tolerated.${missing}`,
    agreement: { rows: rows.length, disagreeing: disagreeing.length, largestDifference, examples },
  };
}

/** The largest of the differences of a row's scores; unbounded when one side has none, or they are not as many. */
function difference({ batch, realTime }: ComparedRow): number {
  if ('problem' in batch || 'problem' in realTime || batch.scores.length !== realTime.scores.length) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.max(...batch.scores.map((score, index) => Math.abs(score - realTime.scores[index]!)));
}

function shown(scores: RowScores): string {
  return 'problem' in scores ? scores.problem : scores.scores.join(', ');
}
