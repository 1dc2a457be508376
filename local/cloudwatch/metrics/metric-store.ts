import type { StatementSync } from 'node:sqlite';
import type { Cloud, MetricDatum } from '../../cloud.ts';
import { Accumulator, type Bucket, bucketOf, decodeBucket, encodeBucket } from './bucket.ts';
import { type MetricIdentity, metricKey } from './metric-identity.ts';
import { type BucketPlace, Series, type Span } from './series.ts';

/** Real ms within which what was measured is on disk. */
const FLUSH_MS = 50;
/** Virtual seconds between two compactions of a series. */
const COMPACT_SECONDS = 3600;

/** How long after a bucket's end it can be seen, ms, by namespace. */
export type VisibilityDelays = Readonly<Record<string, number>>;

/** Everything measured, in memory by series and on disk in tables of its own: collections would be rewritten too often. */
export class MetricStore {
  readonly #cloud: Cloud;
  readonly #delays: VisibilityDelays;
  readonly #series = new Map<string, Series>();
  readonly #dirty = new Map<Series, Set<string>>();
  #unsaved: Series[] = [];
  readonly #compactedAt = new Map<Series, number>();
  readonly #statements: Readonly<Record<'addSeries' | 'put' | 'remove', StatementSync>>;
  #flushing: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(cloud: Cloud, delays: VisibilityDelays) {
    this.#cloud = cloud;
    this.#delays = delays;
    const { db } = cloud.store;
    db.exec(`CREATE TABLE IF NOT EXISTS metric_series (id INTEGER PRIMARY KEY, identity TEXT NOT NULL, unit TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS metric_bucket (series INTEGER NOT NULL, span INTEGER NOT NULL, start INTEGER NOT NULL,
      bucket TEXT NOT NULL, PRIMARY KEY (series, span, start)) WITHOUT ROWID`);
    this.#statements = {
      addSeries: db.prepare('INSERT INTO metric_series VALUES (?, ?, ?)'),
      put: db.prepare('INSERT OR REPLACE INTO metric_bucket VALUES (?, ?, ?, ?)'),
      remove: db.prepare('DELETE FROM metric_bucket WHERE series = ? AND span = ? AND start = ?'),
    };
    this.#load();
  }

  /** Keeps a measurement; on disk within FLUSH_MS. */
  add(datum: MetricDatum): void {
    this.addBucket(datum, bucketOf(datum.value, datum.count));
  }

  addBucket(datum: Omit<MetricDatum, 'value' | 'count'>, bucket: Bucket): void {
    if (this.#closed) return;
    const series = this.#seriesOf(datum, datum.unit ?? 'None');
    const place = series.add(datum.at ?? this.#cloud.clock.now(), datum.storageResolution ?? 60, bucket);
    this.#mark(series, place);
    this.#flushing ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  /** What was measured in [from, to), ms, as far as it can be seen now. */
  read(identity: MetricIdentity, from: number, to: number): Bucket | undefined {
    const series = this.#series.get(metricKey(identity));
    if (series === undefined) return undefined;
    const delay = this.delayOf(identity.namespace);
    const now = this.#cloud.clock.now();
    let found: Accumulator | undefined;
    for (const { end, bucket } of series.between(from / 1000, to / 1000)) {
      if (delay > 0 && end * 1000 + delay > now) continue;
      found = (found ?? new Accumulator()).add(bucket);
    }
    return found;
  }

  delayOf(namespace: string): number {
    return this.#delays[namespace] ?? 0;
  }

  unitOf(identity: MetricIdentity): string | undefined {
    return this.#series.get(metricKey(identity))?.unit;
  }

  all(): Series[] {
    return [...this.#series.values()];
  }

  /** Writes what is not yet on disk. */
  flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#dirty.size === 0) return;
    this.#cloud.store.transaction(() => {
      const now = Math.floor(this.#cloud.clock.now() / 1000);
      for (const { id, identity, unit } of this.#unsaved) {
        this.#statements.addSeries.run(id, JSON.stringify(identity), unit);
      }
      for (const [series, places] of this.#dirty) {
        this.#compact(series, now);
        for (const text of places) this.#write(series, parsePlace(text));
      }
    });
    this.#dirty.clear();
    this.#unsaved = [];
  }

  /** Writes the rest; the store may be closed after it. What still arrives is lost. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  #compact(series: Series, now: number): void {
    if (now - (this.#compactedAt.get(series) ?? 0) < COMPACT_SECONDS) return;
    this.#compactedAt.set(series, now);
    const { gone, changed } = series.compact(now);
    for (const { span, start } of gone) this.#statements.remove.run(series.id, span, start);
    for (const place of changed) this.#write(series, place);
  }

  #write(series: Series, place: BucketPlace): void {
    const bucket = series.get(place);
    if (bucket !== undefined) this.#statements.put.run(series.id, place.span, place.start, encodeBucket(bucket));
  }

  #mark(series: Series, { span, start }: BucketPlace): void {
    const places = this.#dirty.get(series) ?? new Set();
    this.#dirty.set(series, places.add(`${span}/${start}`));
  }

  #seriesOf({ namespace, name, dimensions }: MetricIdentity, unit: string): Series {
    const identity = { namespace, name, dimensions };
    const key = metricKey(identity);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series = new Series(this.#series.size + 1, identity, unit);
    this.#series.set(key, series);
    this.#unsaved.push(series);
    return series;
  }

  #load(): void {
    const { db } = this.#cloud.store;
    const byId = new Map<number, Series>();
    for (const row of db.prepare('SELECT id, identity, unit FROM metric_series').all()) {
      const identity = JSON.parse(String(row.identity)) as MetricIdentity;
      const series = new Series(Number(row.id), identity, String(row.unit));
      byId.set(series.id, series);
      this.#series.set(metricKey(identity), series);
    }
    for (const row of db.prepare('SELECT series, span, start, bucket FROM metric_bucket').iterate()) {
      const place = { span: Number(row.span) as Span, start: Number(row.start) };
      byId.get(Number(row.series))?.put(place, decodeBucket(String(row.bucket)));
    }
  }
}

function parsePlace(text: string): BucketPlace {
  const [span, start] = text.split('/').map(Number);
  return { span: span as Span, start: start as number };
}
