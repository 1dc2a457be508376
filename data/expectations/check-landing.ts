import type { Expectation } from '#domain/manifest/schema.ts';
import { type CheckFinding, percent } from '../validate/finding.ts';
import type { Measurement, Offending } from '../validate/measurement.ts';

type Of<Check extends Expectation['check']> = Extract<Expectation, { check: Check }>;

export function checkRowCount({ min, max, mode }: Of<'rowCount'>, rows: number): CheckFinding {
  const few = min !== undefined && rows < min;
  const many = max !== undefined && rows > max;
  const limit = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
    .filter((part) => part !== '')
    .join(' and ');
  const todo = few ? ' Is a file missing? Deliver all of them.' : many ? ' Was something delivered twice?' : '';
  const message = `${rows} rows landed; ${limit} are expected.${todo}`;
  return base({ check: 'rowCount', mode, limit: `${limit} rows`, failed: few || many, message });
}

export function checkFreshness(
  { maxAgeHours, mode }: Of<'freshness'>,
  { newestEvent }: Pick<Measurement, 'newestEvent'>,
  now: Date,
): CheckFinding {
  const limit = `newest event at most ${maxAgeHours} h old`;
  if (newestEvent === undefined) {
    return base({
      check: 'freshness',
      mode,
      limit,
      failed: true,
      message: 'No row has an event time, so nothing is fresh.',
    });
  }
  const age = (now.getTime() - newestEvent) / 3_600_000;
  const failed = age > maxAgeHours;
  const newest = new Date(newestEvent).toISOString();
  const todo = failed ? ' Deliver newer data.' : '';
  const message = `The newest event is of ${newest}, ${age.toFixed(1)} h ago; at most ${maxAgeHours} h are allowed.${todo}`;
  return base({ check: 'freshness', mode, limit, failed, message });
}

export function checkUnique(
  { columns, tolerance, mode }: Of<'unique'>,
  repeats: Offending,
  rows: number,
): CheckFinding {
  const name = columns.map((column) => `\`${column}\``).join(', ');
  const limit = `${name} unique but in ${percent(tolerance)} of the rows`;
  if ('problem' in repeats) {
    const message = `Repeats in ${name} cannot be counted: ${repeats.problem}. Correct the manifest.`;
    return { ...base({ check: 'unique', mode, limit, failed: true, message }), verdict: 'Invalid' };
  }
  const { count, examples } = repeats;
  const share = count / rows;
  const failed = share > tolerance;
  const todo = failed ? ' Remove them and deliver again.' : '';
  const message = `${count} of ${rows} rows (${percent(share)}) repeat another in ${name}; ${percent(tolerance)} may.${todo}`;
  return { ...base({ check: 'unique', mode, limit, failed, message }), count, share, examples };
}

export function base({
  check,
  mode,
  limit,
  failed,
  message,
}: Pick<CheckFinding, 'check' | 'mode' | 'limit' | 'message'> & { failed: boolean }): CheckFinding {
  return { check, mode, verdict: failed ? 'Failed' : 'Passed', count: 0, share: 0, limit, examples: [], message };
}
