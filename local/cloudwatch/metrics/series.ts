import { Accumulator, type Bucket } from './bucket.ts';
import type { MetricIdentity } from './metric-identity.ts';

/** Seconds a bucket covers: high resolution or standard. */
export type Span = 1 | 60;

/** The place of a bucket: `start` in seconds since the epoch. */
export interface BucketPlace {
  readonly span: Span;
  readonly start: number;
}

/** CloudWatch keeps high resolution for 3 hours, minutes for 15 days. */
const FINE_SECONDS = 3 * 3600;
const COARSE_SECONDS = 15 * 24 * 3600;

/** The measurements of one metric over time. */
export class Series {
  readonly id: number;
  readonly identity: MetricIdentity;
  readonly unit: string;
  /** Seconds since the epoch of the latest bucket; ListMetrics forgets metrics silent for two weeks. */
  lastStart = 0;
  readonly #buckets: Readonly<Record<Span, Map<number, Accumulator>>> = { 1: new Map(), 60: new Map() };

  constructor(id: number, identity: MetricIdentity, unit: string) {
    this.id = id;
    this.identity = identity;
    this.unit = unit;
  }

  get({ span, start }: BucketPlace): Bucket | undefined {
    return this.#buckets[span].get(start);
  }

  /** Adds to the bucket at a time (ms) and says which. */
  add(at: number, span: Span, bucket: Bucket): BucketPlace {
    const seconds = Math.floor(at / 1000);
    const place = { span, start: seconds - (seconds % span) };
    this.put(place, bucket);
    return place;
  }

  /** Merges a bucket into its place. */
  put({ span, start }: BucketPlace, bucket: Bucket): void {
    const buckets = this.#buckets[span];
    const kept = buckets.get(start) ?? new Accumulator();
    buckets.set(start, kept.add(bucket));
    this.lastStart = Math.max(this.lastStart, start);
  }

  /** Everything that begins in [from, to), seconds since the epoch, with the second at which it ends. */
  *between(
    from: number,
    to: number,
  ): Generator<{ readonly end: number; readonly start: number; readonly bucket: Bucket }> {
    for (const span of [1, 60] as const) {
      const buckets = this.#buckets[span];
      if ((to - from) / span <= buckets.size) {
        for (let start = Math.ceil(from / span) * span; start < to; start += span) {
          const bucket = buckets.get(start);
          if (bucket !== undefined) yield { start, end: start + span, bucket };
        }
      } else {
        for (const [start, bucket] of buckets)
          if (start >= from && start < to) yield { start, end: start + span, bucket };
      }
    }
  }

  /** Turns old seconds into minutes and forgets old minutes. Says which buckets are gone and which are new. */
  compact(now: number): { readonly gone: BucketPlace[]; readonly changed: BucketPlace[] } {
    const gone: BucketPlace[] = [];
    const changed = new Map<number, BucketPlace>();
    for (const [start, bucket] of this.#buckets[1]) {
      if (start >= now - FINE_SECONDS) continue;
      this.#buckets[1].delete(start);
      gone.push({ span: 1, start });
      const minute = { span: 60, start: start - (start % 60) } as const;
      this.put(minute, bucket);
      changed.set(minute.start, minute);
    }
    for (const start of this.#buckets[60].keys()) {
      if (start >= now - COARSE_SECONDS) continue;
      this.#buckets[60].delete(start);
      changed.delete(start);
      gone.push({ span: 60, start });
    }
    return { gone, changed: [...changed.values()] };
  }
}
