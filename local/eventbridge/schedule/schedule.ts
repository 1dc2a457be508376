import { nextCron, parseCron } from './cron.ts';
import { parseRate } from './rate.ts';

/** Whether a text is a schedule expression. */
export function isSchedule(expression: string): boolean {
  return parseRate(expression) !== undefined || parseCron(expression) !== undefined;
}

/** The next time a schedule is due after `after`, a rate counting from `from`; virtual ms. Undefined when never again. */
export function nextDue(expression: string, { from, after }: { from: number; after: number }): number | undefined {
  const period = parseRate(expression);
  if (period !== undefined) return from + (Math.floor((after - from) / period) + 1) * period;
  const cron = parseCron(expression);
  return cron && nextCron(cron, after);
}
