/** Values of one field of a cron expression. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Names from `least` on, for example SUN to SAT. */
  readonly names?: readonly string[];
}

/** The values a field allows: `*`, lists, ranges, steps and names. Undefined when it is not valid. */
export function parseField(text: string, bounds: Bounds): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = parseRange(part, bounds);
    if (range === undefined) return undefined;
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
  }
  return values;
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

function parseRange(text: string, bounds: Bounds): Range | undefined {
  const [, from = '', to, steps] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(text) ?? [];
  const step = steps === undefined ? 1 : Number(steps);
  if (from === '*') return to === undefined && step > 0 ? { first: bounds.least, last: bounds.most, step } : undefined;
  const first = parseValue(from, bounds);
  const last = to === undefined ? (steps === undefined ? first : bounds.most) : parseValue(to, bounds);
  if (first === undefined || last === undefined || last < first || step < 1) return undefined;
  return { first, last, step };
}

export function parseValue(text: string, { least, most, names = [] }: Bounds): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? least + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
