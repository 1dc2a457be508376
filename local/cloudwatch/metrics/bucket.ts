/** What was measured in one stretch of time. */
export interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How often each value was seen, for percentiles; undefined when only a statistic set is known. */
  readonly values: ReadonlyMap<number, number> | undefined;
}

/** Distinct values kept exactly. Beyond, values are rounded to 3 digits: at most 0.5 % off, about 900 per decade. */
const EXACT_VALUES = 512;

/** A value seen `count` times. */
export function bucketOf(value: number, count = 1): Bucket {
  return { count, sum: value * count, minimum: value, maximum: value, values: new Map([[value, count]]) };
}

/** A statistic set. Its values are known only when they are all the same. */
export function bucketOfStatistics(statistics: Omit<Bucket, 'values'>): Bucket {
  const { count, minimum, maximum } = statistics;
  return { ...statistics, values: minimum === maximum ? new Map([[minimum, count]]) : undefined };
}

/** A bucket that takes in others. */
export class Accumulator implements Bucket {
  count = 0;
  sum = 0;
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  #values: Map<number, number> | undefined = new Map();
  #rounds = false;

  get values(): ReadonlyMap<number, number> | undefined {
    return this.#values;
  }

  add({ count, sum, minimum, maximum, values }: Bucket): this {
    this.count += count;
    this.sum += sum;
    this.minimum = Math.min(this.minimum, minimum);
    this.maximum = Math.max(this.maximum, maximum);
    if (values === undefined) this.#values = undefined;
    else for (const [value, times] of values) this.#note(value, times);
    return this;
  }

  #note(value: number, times: number): void {
    if (this.#values === undefined) return;
    const kept = this.#rounds ? Number(value.toPrecision(3)) : value;
    this.#values.set(kept, (this.#values.get(kept) ?? 0) + times);
    if (this.#rounds || this.#values.size <= EXACT_VALUES) return;
    const exact = this.#values;
    this.#rounds = true;
    this.#values = new Map();
    for (const [found, count] of exact) this.#note(found, count);
  }
}

export function encodeBucket({ count, sum, minimum, maximum, values }: Bucket): string {
  return JSON.stringify([count, sum, minimum, maximum, values === undefined ? null : [...values]]);
}

export function decodeBucket(text: string): Bucket {
  type Encoded = [number, number, number, number, [number, number][] | null];
  const [count, sum, minimum, maximum, values] = JSON.parse(text) as Encoded;
  return { count, sum, minimum, maximum, values: values === null ? undefined : new Map(values) };
}
