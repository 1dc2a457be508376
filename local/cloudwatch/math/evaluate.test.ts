import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateExpression } from './evaluate.ts';
import { parseExpression } from './parse.ts';
import { type MathScope, MetricMathError, type Points, series, type Value } from './value.ts';

const PERIODS = [0, 60_000, 120_000, 180_000];
/** A series from one value a period; undefined where there is no data. */
const points = (...values: (number | undefined)[]): Points =>
  new Map(values.flatMap((value, index) => (value === undefined ? [] : [[PERIODS[index] as number, value]])));
const metrics: Record<string, Points> = {
  errors: points(1, undefined, 3, undefined),
  requests: points(10, 20, 0, undefined),
  steady: points(5, 5, 5, 5),
};
const scope: MathScope = {
  periods: PERIODS,
  periodSeconds: 60,
  lookup(id) {
    const found = metrics[id];
    if (found === undefined) throw new MetricMathError(`There is no metric with the id ${id}.`);
    return series(found);
  },
  metrics: () => Object.values(metrics),
};
const run = (text: string): Value => evaluateExpression(parseExpression(text), scope);
const values = (text: string) => {
  const value = run(text);
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map((item) => PERIODS.map((at) => item.get(at)));
  return PERIODS.map((at) => value.points.get(at));
};

describe('metric math', () => {
  it.each([
    ['errors + requests', [11, undefined, 3, undefined]],
    ['errors / requests', [0.1, undefined, undefined, undefined]],
    ['FILL(errors, 0) / FILL(requests, 1)', [0.1, 0, undefined, 0]],
    ['FILL(errors, REPEAT)', [1, 1, 3, 3]],
    ['FILL(errors, LINEAR)', [1, 2, 3, undefined]],
    ['100 * errors / steady', [20, undefined, 60, undefined]],
    ['steady > 4 AND requests >= 10', [1, 1, 0, undefined]],
    ['steady > 4 && requests >= 10 || steady == 5', [1, 1, 1, undefined]],
    ['IF(requests > 5, errors / requests, 0)', [0.1, undefined, 0, undefined]],
    ['IF(FILL(requests, 0) >= 10, FILL(errors, 0), 0)', [1, 0, 0, 0]],
    ['IF(requests > 5, steady)', [5, 5, undefined, undefined]],
    ['SUM([errors, requests])', [11, 20, 3, undefined]],
    ['MAX([errors, steady])', [5, 5, 5, 5]],
    ['MIN([errors, steady])', [1, 5, 3, 5]],
    ['AVG([errors, steady])', [3, 5, 4, 5]],
    ['SUM(METRICS())', [16, 25, 8, 5]],
    ['METRIC_COUNT(METRICS())', 3],
    ['SUM(errors)', 4],
    ['MAX(requests) - MIN(requests)', 20],
    ['AVG(requests)', 10],
    ['STDDEV(steady)', 0],
    ['errors / SUM(errors)', [0.25, undefined, 0.75, undefined]],
    ['DIFF(requests)', [undefined, 10, -20, undefined]],
    ['RATE(requests)', [undefined, 10 / 60, -20 / 60, undefined]],
    ['RUNNING_SUM(requests)', [10, 30, 30, undefined]],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
    ['PERIOD(errors)', 60],
    ['DATAPOINT_COUNT(errors)', 2],
    ['ABS(-steady)', [5, 5, 5, 5]],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['(1 + 2) * 3 - 4 / 2', 7],
    ['1 < 2 == 1', 1],
    [
      '[errors, steady] * 2',
      [
        [2, undefined, 6, undefined],
        [10, 10, 10, 10],
      ],
    ],
    ['FLOOR(1.7) + CEIL(1.2)', 3],
  ])('computes %s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['errors +', 'Expected a value'],
    ['(errors', 'Expected )'],
    ['errors requests', 'Expected an operator at position 6'],
    ['unknown + 1', 'There is no metric with the id unknown.'],
    ['SEARCH("x", "Sum", 300)', 'The function SEARCH is not known'],
    ['errors + "text"', 'The text "text" is not a value'],
    ['ANOMALY_DETECTION_BAND(errors)', 'The function ANOMALY_DETECTION_BAND is not known'],
    ['errors # 2', 'Unexpected character'],
    ['DIFF(1)', 'takes one series'],
  ])('refuses %s', (text, message) => {
    expect(() => run(text)).toThrow(message);
  });

  it('reads every arithmetic expression as JavaScript does', () => {
    const number = fc.integer({ min: 1, max: 9 }).map(String);
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        number,
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node')).map((parts) => parts.join(' ')),
        tie('node').map((inner) => `(${inner})`),
      ),
    })).node;
    fc.assert(
      fc.property(expression, (text) => {
        expect(values(text)).toBe(new Function(`return ${text}`)());
      }),
    );
  });
});
