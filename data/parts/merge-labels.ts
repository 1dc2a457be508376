import type { ClassMeasurement, LabelMeasurement, NumberMeasurement } from '../validate/measurement.ts';

/** The label in two parts of a landing. */
export function mergeLabels(a: LabelMeasurement, b: LabelMeasurement): LabelMeasurement {
  if ('problem' in a) return a;
  if ('problem' in b) return b;
  // What no row has, has no lowest or highest value.
  if (b.rows === 0) return a;
  if (a.rows === 0) return b;
  if ('classes' in a && 'classes' in b) return mergeClasses(a, b);
  if ('classes' in a || 'classes' in b)
    throw new TypeError('The label of one part names classes, that of another is a number.');
  return mergeNumbers(a, b);
}

function mergeNumbers(a: NumberMeasurement, b: NumberMeasurement): NumberMeasurement {
  const rows = a.rows + b.rows;
  return {
    rows,
    mean: (a.mean * a.rows + b.mean * b.rows) / rows,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    odd: a.odd + b.odd,
  };
}

function mergeClasses(a: ClassMeasurement, b: ClassMeasurement): ClassMeasurement {
  const odd = [a.oddName, b.oddName].filter((name) => name !== undefined).sort();
  return {
    rows: a.rows + b.rows,
    classes: a.classes.map((count, place) => count + (b.classes[place] ?? 0)),
    ...(odd[0] === undefined ? {} : { oddName: odd[0] }),
  };
}
