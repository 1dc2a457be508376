import { type CheckFinding, percent } from '../validate/finding.ts';
import type { Offending } from '../validate/measurement.ts';
import { limitOf, type RowExpectation, requirement, toleranceOf } from './expectation-sql.ts';

/** Judges an expectation about single rows by how many do not meet it. */
export function checkRows(expectation: RowExpectation, found: Offending, rows: number): CheckFinding {
  if ('problem' in found) {
    return invalid(expectation, `${requirement(expectation)} does not parse or run: ${found.problem}`);
  }
  const { count, examples } = found;
  const share = count / rows;
  const failed = share > toleranceOf(expectation);
  const what = `${count} of ${rows} rows (${percent(share)}) do not meet this, ${percent(toleranceOf(expectation))} may`;
  const message = `${requirement(expectation)}: ${what}.${failed ? ' Correct them and deliver again.' : ''}`;
  return { ...about(expectation), verdict: failed ? 'Failed' : 'Passed', count, share, examples, message };
}

function about(expectation: RowExpectation) {
  return {
    check: expectation.check,
    ...('column' in expectation ? { column: expectation.column } : {}),
    mode: expectation.mode,
    limit: limitOf(expectation),
  };
}

function invalid(expectation: RowExpectation, problem: string): CheckFinding {
  const message = `The expectation that ${problem}. Correct the manifest.`;
  return { ...about(expectation), verdict: 'Invalid', count: 0, share: 0, examples: [], message };
}
