/** A number as people compare it: four significant digits. */
export function figure(value: number | null): string {
  if (value === null) return 'undefined';
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : value > 0 ? 'unbounded' : '-unbounded';
}

/** A bound for JSON, which has no infinity. */
export function bound(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** `at least 1`, `at most 2`, or `from 1 to 2`. */
export function limits(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}
