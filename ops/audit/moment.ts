import { OperatorError } from '../operator-error.ts';

/** An ISO date or time as an ISO instant in UTC; a date alone is its first moment. @throws OperatorError USAGE */
export function parseMoment(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  const [, date, time = '00:00', zone = 'Z'] = match ?? [];
  const instant = new Date(`${date}T${time}${zone.toUpperCase()}`);
  const day = new Date(`${date}T00:00Z`);
  // The 30th of February would otherwise be the 2nd of March.
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date;
  if (exists && !Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new OperatorError(
    'USAGE',
    `"${text}" is no date or time. Write 2001-03-15, 2001-03-15T06:30 (UTC) or 2001-03-15T06:30+01:00.`,
  );
}
