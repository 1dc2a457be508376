import type { Manifest } from '#domain/manifest/schema.ts';
import { type CheckFinding, percent } from '../validate/finding.ts';
import type { Measurement } from '../validate/measurement.ts';

/** The lines of a CSV that cannot be read are few enough. */
export function checkMalformed({ data }: Manifest, { malformed, rows }: Measurement): CheckFinding[] {
  if (malformed === undefined) return [];
  const { lines: count, examples } = malformed;
  const share = count / Math.max(1, rows + count);
  const limit = `at most ${percent(data.maxMalformedShare)} of the lines`;
  const failed = share > data.maxMalformedShare;
  const where = examples.map((row) => `${row.file} line ${row.line} (${row.column}: ${row.error})`).join('; ');
  const more = count > examples.length ? '; and more' : '';
  const what = `${count} ${count === 1 ? 'line' : 'lines'} (${percent(share)})`;
  const message = failed
    ? `${what} cannot be read: ${where}${more}. Correct them and deliver again.`
    : `${count} unreadable lines; ${limit} may be.`;
  const verdict = failed ? 'Failed' : 'Passed';
  return [{ check: 'malformed', mode: 'enforce', verdict, count, share, limit, examples, message }];
}
