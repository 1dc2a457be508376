const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The period of `rate(5 minutes)` in ms; undefined when the text is no rate. One takes the singular, more the plural. */
export function parseRate(expression: string): number | undefined {
  const [, count = '', name = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const number = Number(count);
  const unit = UNITS[name];
  if (unit === undefined || number < 1 || (number === 1) === (plural === 's')) return undefined;
  return number * unit;
}
