import type { Manifest } from '#domain/manifest/schema.ts';
import type { Comparison } from '../drift/baseline.ts';
import { checkDrift } from '../drift/check-drift.ts';
import { measuredOn } from '../drift/measured-columns.ts';
import type { Profile } from '../drift/profile.ts';
import { checkLabel } from '../expectations/check-label.ts';
import { checkFreshness, checkRowCount, checkUnique } from '../expectations/check-landing.ts';
import { checkMalformed } from '../expectations/check-malformed.ts';
import { checkRows } from '../expectations/check-rows.ts';
import { isRowExpectation } from '../expectations/expectation-sql.ts';
import { checkLeakage } from '../leakage/check-leakage.ts';
import { withNotes } from '../parts/merged-notes.ts';
import { type CheckFinding, type DriftFinding, structural } from './finding.ts';
import type { Measurement } from './measurement.ts';

export interface JudgeContext {
  readonly manifest: Manifest;
  /** What the columns are compared with. */
  readonly comparisons: readonly Comparison[];
  readonly now: Date;
}

export interface Judgement {
  readonly expectations: readonly CheckFinding[];
  readonly drift: readonly DriftFinding[];
  /** What the next dataset's drift is measured against. */
  readonly profile: Profile;
}

/** What the manifest says of what was measured. Nothing but these numbers is looked at, so parts may be measured elsewhere and merged. */
export function judgeMeasurement(measurement: Measurement, context: JudgeContext): Judgement {
  const { manifest, comparisons } = context;
  const { rows, label, columns, merged } = measurement;
  const malformed = checkMalformed(manifest, measurement);
  if (rows === 0) {
    const empty = structural('rowCount', 'The files hold no row. Deliver them again with their rows.');
    return { expectations: [...malformed, empty], drift: [], profile: { version: 1, rows, columns: {} } };
  }
  const expectations = [
    ...malformed,
    ...checkWhole(measurement, context),
    ...manifest.data.expectations.flatMap((expectation, place) =>
      isRowExpectation(expectation) ? checkRows(expectation, measurement.offending[place]!, rows) : [],
    ),
    ...checkLabel(manifest, label),
    ...checkLeakage(manifest, measurement.power, 'column'),
  ];
  const labelMean = 'mean' in label && label.rows > 0 ? { labelMean: label.mean } : {};
  const newest = measurement.newestEvent;
  const newestEvent = newest === undefined ? {} : { newestEvent: new Date(newest).toISOString() };
  const profile: Profile = { version: 1, rows, ...newestEvent, ...labelMean, columns: columns.kept };
  const drift = checkDrift(comparisons, measuredOn(columns), 'data.drift');
  return { expectations: withNotes(expectations, merged), drift: withNotes(drift, merged), profile };
}

/** The expectations about the landing as a whole. */
function checkWhole(measurement: Measurement, { manifest, now }: JudgeContext): CheckFinding[] {
  return manifest.data.expectations.flatMap((expectation, place) => {
    if (expectation.check === 'rowCount') return checkRowCount(expectation, measurement.rows);
    if (expectation.check === 'freshness') return checkFreshness(expectation, measurement, now);
    if (expectation.check === 'unique')
      return checkUnique(expectation, measurement.offending[place]!, measurement.rows);
    return [];
  });
}
