import { type MathScope, MetricMathError, type Points, scalar, series, type Value } from './value.ts';

type Argument = Value | string;
type MathFunction = (given: readonly Argument[], scope: MathScope) => Value;

/**
 * Metric math functions; CloudWatch user guide, "Using metric math", decides their meaning. An aggregate of one series
 * is a number, of a list of series it is a series that uses at each time the series that have data.
 */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  SUM: aggregate((values) => values.reduce((sum, value) => sum + value, 0)),
  AVG: aggregate((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  MIN: aggregate((values) => Math.min(...values)),
  MAX: aggregate((values) => Math.max(...values)),
  STDDEV: aggregate(standardDeviation),
  METRIC_COUNT: ([value]) => scalar(asList(value).length),
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  LOG: pointwise(Math.log),
  LOG10: pointwise(Math.log10),
  DATAPOINT_COUNT: ([value]) => scalar(asSeries(value).size),
  FIRST: ([value]) => pick(asSeries(value), 0),
  LAST: ([value]) => pick(asSeries(value), -1),
  METRICS: (_given, scope) => ({ kind: 'list', items: scope.metrics() }),
  TIME_SERIES: ([value], { periods }) => {
    const { value: constant } = asScalar(value);
    return series(new Map(periods.map((at) => [at, constant])));
  },
  PERIOD: (_given, { periodSeconds }) => scalar(periodSeconds),
  DIFF: ([value]) => series(changes(asSeries(value), (change) => change)),
  DIFF_TIME: ([value]) => series(changes(asSeries(value), (_change, seconds) => seconds)),
  RATE: ([value]) => series(changes(asSeries(value), (change, seconds) => change / seconds)),
  RUNNING_SUM: ([value]) => {
    let sum = 0;
    const sums = ascending(asSeries(value)).map(([at, point]): [number, number] => {
      sum += point;
      return [at, sum];
    });
    return series(new Map(sums));
  },
  FILL: ([value, filling], scope) => {
    if (typeof value === 'object' && value.kind === 'list') {
      return { kind: 'list', items: value.items.map((item) => fill(item, filling, scope)) };
    }
    return series(fill(asSeries(value), filling, scope));
  },
  IF: ([condition, yes, no]) => choose(condition, yes, no),
};

function aggregate(reduce: (values: readonly number[]) => number): MathFunction {
  return ([value]) => {
    if (typeof value === 'object' && value.kind === 'series') {
      const values = [...value.points.values()];
      return values.length === 0 ? series(new Map()) : scalar(reduce(values));
    }
    if (typeof value === 'object' && value.kind === 'scalar') return value;
    const items = asList(value);
    const times = new Set(items.flatMap((item) => [...item.keys()]));
    const at = (time: number) => items.map((item) => item.get(time)).filter((point) => point !== undefined);
    return series(new Map([...times].sort((left, right) => left - right).map((time) => [time, reduce(at(time))])));
  };
}

function pointwise(apply: (value: number) => number): MathFunction {
  const map = (points: Points) => new Map([...points].map(([at, value]) => [at, apply(value)]));
  return ([value]) => {
    if (typeof value === 'object' && value.kind === 'scalar') return scalar(apply(value.value));
    if (typeof value === 'object' && value.kind === 'list') return { kind: 'list', items: value.items.map(map) };
    return series(map(asSeries(value)));
  };
}

function fill(points: Points, filling: Argument | undefined, { periods }: MathScope): Points {
  const filled = new Map<number, number>();
  const known = ascending(points);
  for (const at of periods) {
    const value = points.get(at) ?? missing(at);
    if (value !== undefined) filled.set(at, value);
  }
  return filled;

  function missing(at: number): number | undefined {
    if (filling !== 'REPEAT' && filling !== 'LINEAR')
      return typeof filling === 'object' ? valueAt(filling, at) : undefined;
    const before = known.findLast(([time]) => time < at);
    if (filling === 'REPEAT') return before?.[1];
    const after = known.find(([time]) => time > at);
    if (before === undefined || after === undefined) return undefined;
    return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
  }
}

function choose(condition: Argument | undefined, yes: Argument | undefined, no: Argument | undefined): Value {
  const pickAt = (holds: number, at: number) => {
    const chosen = holds !== 0 ? yes : no;
    return typeof chosen === 'object' ? valueAt(chosen, at) : undefined;
  };
  if (typeof condition === 'object' && condition.kind === 'scalar') {
    const chosen = condition.value !== 0 ? yes : no;
    return typeof chosen === 'object' ? chosen : series(new Map());
  }
  const points = [...asSeries(condition)].map(([at, holds]) => [at, pickAt(holds, at)] as const);
  return series(new Map(points.filter((point): point is [number, number] => point[1] !== undefined)));
}

function changes(points: Points, of: (change: number, seconds: number) => number): Points {
  const sorted = ascending(points);
  return new Map(
    sorted.slice(1).map(([at, value], index) => {
      const [before, earlier] = sorted[index] as [number, number];
      return [at, of(value - earlier, (at - before) / 1000)];
    }),
  );
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function ascending(points: Points): [number, number][] {
  return [...points].sort(([left], [right]) => left - right);
}

function pick(points: Points, index: number): Value {
  const found = ascending(points).at(index);
  return found === undefined ? series(new Map()) : scalar(found[1]);
}

function valueAt(value: Value, at: number): number | undefined {
  if (value.kind === 'list') throw new MetricMathError('One series or a number is needed here, not a list.');
  return value.kind === 'scalar' ? value.value : value.points.get(at);
}

function asSeries(value: Argument | undefined): Points {
  if (typeof value === 'object' && value.kind === 'series') return value.points;
  throw new MetricMathError('A function that takes one series was given something else.');
}

function asScalar(value: Argument | undefined): Extract<Value, { kind: 'scalar' }> {
  if (typeof value === 'object' && value.kind === 'scalar') return value;
  throw new MetricMathError('A function that takes a number was given something else.');
}

function asList(value: Argument | undefined): readonly Points[] {
  if (typeof value === 'object' && value.kind === 'list') return value.items;
  if (typeof value === 'object' && value.kind === 'series') return [value.points];
  throw new MetricMathError('A function that takes a list of series was given something else.');
}
