import { problem } from '../problem.ts';
import type { Rule } from './rule.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Fields of cron(...): name, lowest and highest value, names for values counted from the lowest. */
const FIELDS = [
  { name: 'minutes', low: 0, high: 59, words: [] },
  { name: 'hours', low: 0, high: 23, words: [] },
  { name: 'day of month', low: 1, high: 31, words: [] },
  { name: 'month', low: 1, high: 12, words: MONTHS },
  { name: 'day of week', low: 1, high: 7, words: DAYS },
  { name: 'year', low: 1970, high: 2199, words: [] },
] as const;

/** The schedule is one that EventBridge takes. Source: EventBridge user guide, "Schedule expressions". */
export const scheduleRule: Rule = ({ data: { schedule } }) => {
  const found = schedule === undefined ? undefined : scheduleProblem(schedule);
  return found === undefined ? [] : [problem(['data', 'schedule'], `"${schedule}": ${found}`)];
};

/** Why EventBridge would refuse this expression, or undefined. */
export function scheduleProblem(expression: string): string | undefined {
  const [, kind, body] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === undefined || body === undefined) return 'write rate(1 day) or cron(0 6 ? * MON *).';
  return kind === 'rate' ? rateProblem(body) : cronProblem(body.split(/ +/));
}

function rateProblem(body: string): string | undefined {
  const [, value, unit, plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(body) ?? [];
  if (unit === undefined) return 'a rate is a whole number and minutes, hours or days.';
  return (Number(value) === 1) === (plural === '') ? undefined : `write ${value} ${unit}${value === '1' ? '' : 's'}.`;
}

function cronProblem(fields: readonly string[]): string | undefined {
  if (fields.length !== FIELDS.length) {
    return `a cron has 6 fields (${FIELDS.map((field) => field.name).join(', ')}); this one has ${fields.length}.`;
  }
  for (const [index, field] of FIELDS.entries()) {
    if (!fieldIsValid(fields[index]!, index)) return `"${fields[index]}" is no ${field.name}.`;
  }
  const unspecific = [fields[2], fields[4]].filter((field) => field === '?').length;
  return unspecific === 1 ? undefined : 'exactly one of day of month and day of week must be "?".';
}

function fieldIsValid(text: string, index: number): boolean {
  const { low, high, words } = FIELDS[index]!;
  const dayOfMonth = index === 2;
  const dayOfWeek = index === 4;
  if (text === '*') return true;
  if (text === '?') return dayOfMonth || dayOfWeek;
  if (dayOfMonth && /^(L|LW|([1-9]|[12]\d|3[01])W)$/.test(text)) return true;
  if (dayOfWeek && /^([1-7]L?|L|[1-7]#[1-5])$/.test(text)) return true;
  const number = (word: string) => {
    const named = (words as readonly string[]).indexOf(word.toUpperCase());
    return named >= 0 ? low + named : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  };
  return text.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1))) return false;
    if (range === '*') return step !== undefined;
    const bounds = range.split('-').map(number);
    const [from = Number.NaN, to = from] = bounds;
    return bounds.length <= 2 && from >= low && to <= high && from <= to;
  });
}
