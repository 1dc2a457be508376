import { type CheckFinding, stops } from './finding.ts';
import type { Judgement } from './judge-measurement.ts';

export interface DatasetVerdict extends Judgement {
  readonly verdict: 'Accepted' | 'Rejected';
  readonly rows: number;
  /** Why it was rejected, one sentence each that a person can act on. */
  readonly reasons: string[];
}

/** The verdict on files of which no row was looked at. */
export function unread(expectations: readonly CheckFinding[]): DatasetVerdict {
  return verdictOf(0, { expectations, drift: [], profile: { version: 1, rows: 0, columns: {} } });
}

export function verdictOf(rows: number, judgement: Judgement): DatasetVerdict {
  const stopping = [...judgement.expectations, ...judgement.drift].filter(stops);
  return {
    verdict: stopping.length === 0 ? 'Accepted' : 'Rejected',
    rows,
    reasons: stopping.map((finding) => finding.message),
    ...judgement,
  };
}
