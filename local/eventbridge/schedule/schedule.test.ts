import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSchedule, nextDue } from './schedule.ts';

const due = (expression: string, after: string) => {
  const at = nextDue(expression, { from: 0, after: Date.parse(after) });
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a schedule expression', () => {
  it.each([
    ['cron(0 10 * * ? *)', '2026-01-05T10:00:00Z', '2026-01-06T10:00:00.000Z'],
    ['cron(15 12 * * ? *)', '2026-01-05T12:14:59Z', '2026-01-05T12:15:00.000Z'],
    ['cron(0 18 ? * MON-FRI *)', '2026-01-09T18:00:00Z', '2026-01-12T18:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-01-05T00:01:00Z', '2026-01-05T00:15:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-01-31T09:00:00Z', '2026-02-01T08:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['cron(0 0 1W * ? *)', '2026-07-31T12:00:00Z', '2026-08-03T00:00:00.000Z'],
    ['cron(0 0 ? * 6L *)', '2026-01-01T00:00:00Z', '2026-01-30T00:00:00.000Z'],
    ['cron(0 0 ? * TUE#2 *)', '2026-01-01T00:00:00Z', '2026-01-13T00:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(30 6 1 JAN,JUL ? 2026-2027)', '2026-01-05T00:00:00Z', '2026-07-01T06:30:00.000Z'],
    ['cron(0 0 1 1 ? 2020)', '2026-01-05T00:00:00Z', undefined],
    ['rate(5 minutes)', '1970-01-01T00:05:00Z', '1970-01-01T00:10:00.000Z'],
    ['rate(1 day)', '1970-01-01T12:00:00Z', '1970-01-02T00:00:00.000Z'],
  ])('%s after %s is due at %s', (expression, after, expected) => {
    expect(due(expression, after)).toBe(expected);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 * * ?)',
    'cron(60 10 * * ? *)',
    'cron(5-1 10 * * ? *)',
    'every day',
  ])('refuses %s', (expression) => {
    expect(isSchedule(expression)).toBe(false);
  });

  it('is always due after the moment asked for', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 4e12 }), (m, h, after) => {
        const at = nextDue(`cron(${m} ${h} * * ? *)`, { from: 0, after }) ?? 0;
        expect(at).toBeGreaterThan(after);
        expect(at - after).toBeLessThanOrEqual(86_400_000);
        expect([new Date(at).getUTCMinutes(), new Date(at).getUTCHours()]).toEqual([m, h]);
      }),
    );
  });
});
