import type { Period } from '../manifest/schema.ts';

export const DAY = 86_400_000;

/** The moment a period before, in UTC. A day that the month then lacks is its last one. */
export function periodBefore(time: Date, { months = 0, days = 0 }: Period): Date {
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  const timeOfDay = time.getTime() - Date.UTC(year, month, day);
  const lastDay = new Date(Date.UTC(year, month - months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - months, Math.min(day, lastDay)) + timeOfDay - days * DAY);
}

/** How far from that moment a dataset's newest event may lie: half of the unit the period is given in, unless it says. */
export function toleranceDays({ months, toleranceDays: given }: Period): number {
  return given ?? (months === undefined ? 0.5 : 15);
}

/** `12 months`, `1 day`. */
export function periodText({ months, days }: Period): string {
  const [count, unit] = months === undefined ? [days ?? 0, 'day'] : [months, 'month'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
