import type { Expectation } from '#domain/manifest/schema.ts';
import type { BaselineName } from '../drift/baseline.ts';

export type CheckMode = Expectation['mode'];

/** An example row of the evidence; values of sensitive columns are redacted. */
export type ExampleRow = Readonly<Record<string, unknown>>;

/** What one check found. Invalid: the check itself could not be run, which is no better than failed. */
export interface CheckFinding {
  readonly check: string;
  readonly column?: string;
  readonly mode: CheckMode;
  readonly verdict: 'Passed' | 'Failed' | 'Invalid';
  /** Offending rows, and their share of all rows. */
  readonly count: number;
  readonly share: number;
  /** The limit in words. */
  readonly limit: string;
  readonly examples: readonly ExampleRow[];
  /** One sentence that a person can act on. */
  readonly message: string;
}

/** How far one column, or feature, moved away from a baseline. */
export interface DriftFinding {
  readonly column: string;
  readonly baseline: BaselineName;
  readonly measure: 'psi' | 'ks' | 'newCategoryShare';
  readonly mode: CheckMode;
  /** NotComparable: there is no such baseline, or it has no profile of this column. It stops nothing. */
  readonly verdict: 'Passed' | 'Failed' | 'NotComparable';
  readonly measured?: number;
  readonly limit: number;
  readonly message: string;
}

/** A finding about the files as such, before any row is looked at. */
export function structural(
  check: string,
  message: string,
  { mode = 'enforce', column, count = 0 }: { mode?: CheckMode; column?: string; count?: number } = {},
): CheckFinding {
  const about = column === undefined ? {} : { column };
  return { check, ...about, mode, verdict: 'Failed', count, share: 0, limit: '', examples: [], message };
}

/** Whether this finding stops the line. */
export function stops(finding: CheckFinding | DriftFinding): boolean {
  return finding.mode === 'enforce' && (finding.verdict === 'Failed' || finding.verdict === 'Invalid');
}

/** A share as people read it: `3.2 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
