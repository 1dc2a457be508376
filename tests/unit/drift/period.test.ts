import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, periodBefore, periodText, toleranceDays } from '#domain/drift/period.ts';

const at = (text: string) => new Date(text);
const time = fc.date({ min: at('1940-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z'), noInvalidDate: true });

describe('a period', () => {
  it.each([
    ['2024-03-31T23:45:00.000Z', { months: 1 }, '2024-02-29T23:45:00.000Z'],
    ['2023-03-31T23:45:00.000Z', { months: 1 }, '2023-02-28T23:45:00.000Z'],
    ['2024-02-29T00:00:00.000Z', { months: 12 }, '2023-02-28T00:00:00.000Z'],
    ['2024-01-15T06:00:00.000Z', { months: 2 }, '2023-11-15T06:00:00.000Z'],
    ['2024-03-03T12:00:00.000Z', { days: 7 }, '2024-02-25T12:00:00.000Z'],
    ['1969-03-31T01:00:00.000Z', { months: 1 }, '1969-02-28T01:00:00.000Z'],
  ])('before %s, %o, is %s', (from, period, expected) => {
    expect(periodBefore(at(from), period).toISOString()).toBe(expected);
  });

  it('of months keeps the hour, and the day unless the month has no such day', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 120 }), (now, months) => {
        const before = periodBefore(now, { months });
        expect(before.toISOString().slice(10)).toBe(now.toISOString().slice(10));
        const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
        expect(monthOf(now) - monthOf(before)).toBe(months);
        const lastDay = new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth() + 1, 0)).getUTCDate();
        expect(before.getUTCDate()).toBe(Math.min(now.getUTCDate(), lastDay));
      }),
    );
  });

  it('of days is so many times 24 hours', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 3660 }), (now, days) => {
        expect(now.getTime() - periodBefore(now, { days }).getTime()).toBe(days * DAY);
      }),
    );
  });

  it('tolerates half of its unit, unless it says', () => {
    expect([{ months: 12 }, { days: 7 }, { days: 7, toleranceDays: 2 }].map(toleranceDays)).toEqual([15, 0.5, 2]);
  });

  it('is told in words', () => {
    expect([{ months: 12 }, { months: 1 }, { days: 7 }, { days: 1 }].map(periodText)).toEqual([
      '12 months',
      '1 month',
      '7 days',
      '1 day',
    ]);
  });
});
