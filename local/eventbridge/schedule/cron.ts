import { type DayTest, dayOfMonth, dayOfWeek, lastDay } from './cron-days.ts';
import { parseField } from './cron-field.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LAST_YEAR = 2199;

/** When a cron expression is due, in UTC. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly day: DayTest;
}

/**
 * `cron(minutes hours day-of-month month day-of-week year)`, one of the two days being `?`; undefined when it is not valid.
 * Source: EventBridge user guide, cron expressions.
 */
export function parseCron(expression: string): Cron | undefined {
  const [, inside] = /^cron\(([^()]+)\)$/.exec(expression) ?? [];
  const [minute = '', hour = '', monthDay = '', month = '', weekDay = '', year, ...more] =
    inside?.trim().split(/\s+/) ?? [];
  if (year === undefined || more.length > 0 || (monthDay === '?') === (weekDay === '?')) return undefined;
  const minutes = parseField(minute, { least: 0, most: 59 });
  const hours = parseField(hour, { least: 0, most: 23 });
  const months = parseField(month, { least: 1, most: 12, names: MONTHS });
  const years = parseField(year, { least: 1970, most: LAST_YEAR });
  const day = weekDay === '?' ? dayOfMonth(monthDay) : dayOfWeek(weekDay);
  if (!minutes || !hours || !months || !years || !day) return undefined;
  return { minutes: ascending(minutes), hours: ascending(hours), months, years, day };
}

/** The first due time after a virtual time, undefined when there is none. */
export function nextCron({ minutes, hours, months, years, day }: Cron, after: number): number | undefined {
  const start = new Date(after);
  for (let year = start.getUTCFullYear(); year <= LAST_YEAR; year++) {
    if (!years.has(year)) continue;
    for (let month = 1; month <= 12; month++) {
      if (!months.has(month) || Date.UTC(year, month, 1) <= after) continue;
      for (let date = 1; date <= lastDay(year, month); date++) {
        const midnight = Date.UTC(year, month - 1, date);
        if (midnight + 86_400_000 <= after || !day({ year, month, day: date })) continue;
        for (const hour of hours) {
          for (const minute of minutes) {
            const at = midnight + hour * 3_600_000 + minute * 60_000;
            if (at > after) return at;
          }
        }
      }
    }
  }
  return undefined;
}

function ascending(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
