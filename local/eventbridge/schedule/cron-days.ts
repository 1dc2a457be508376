import { parseField, parseValue } from './cron-field.ts';

/** Whether a day is meant; the month is 1 to 12. */
export type DayTest = (day: { readonly year: number; readonly month: number; readonly day: number }) => boolean;

export const WEEKDAYS = { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** Day-of-month: values, `L` the last day, `nW` the weekday nearest to the nth. Undefined when not valid. */
export function dayOfMonth(text: string): DayTest | undefined {
  if (text === 'L') return ({ year, month, day }) => day === lastDay(year, month);
  const [, near] = /^(\d+)W$/.exec(text) ?? [];
  if (near !== undefined) return ({ year, month, day }) => day === nearestWeekday(year, month, Number(near));
  const values = parseField(text, { least: 1, most: 31 });
  return values && (({ day }) => values.has(day));
}

/** Day-of-week: 1 is Sunday; `L` Saturday, `nL` the last such day of the month, `n#k` the kth. Undefined when not valid. */
export function dayOfWeek(text: string): DayTest | undefined {
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (text === 'L') return (date) => weekday(date) === 7;
  const wanted = parseValue(last ?? name ?? '', WEEKDAYS);
  if (last !== undefined && wanted !== undefined) {
    return (date) => weekday(date) === wanted && date.day + 7 > lastDay(date.year, date.month);
  }
  if (nth !== undefined && wanted !== undefined) {
    return (date) => weekday(date) === wanted && Math.ceil(date.day / 7) === Number(nth);
  }
  const values = parseField(text, WEEKDAYS);
  return values && ((date) => values.has(weekday(date)));
}

export function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekday({ year, month, day }: { year: number; month: number; day: number }): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

/** Never in another month: Saturday the 1st moves to Monday the 3rd. */
function nearestWeekday(year: number, month: number, day: number): number {
  const last = lastDay(year, month);
  const wanted = Math.min(day, last);
  const on = weekday({ year, month, day: wanted });
  if (on === 7) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (on === 1) return wanted < last ? wanted + 1 : wanted - 2;
  return wanted;
}
