import type { Cloud } from '../../cloud.ts';
import { type MetricIdentity, metricKey } from '../metrics/metric-identity.ts';
import { type Periods, queriedMetric, queryPeriod, runQueries, seriesOf } from '../metrics/metric-query.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { alarmQueries, type MetricAlarmRecord } from './alarm.ts';
import { explain } from './alarm-reason.ts';
import type { AlarmStore } from './alarm-store.ts';
import { type AlarmRule, EXTRA_PERIODS, evaluateAlarm, type MissingData } from './evaluate-alarm.ts';

const TOPIC = 'cloudwatch.alarms';
/** Alarms with periods of a minute or longer are evaluated every minute, over periods that end then. */
const STANDARD_STEP_MS = 60_000;

interface Watched {
  readonly name: string;
  readonly stepMs: number;
  /** How long after a period's end all of its data can be seen. */
  readonly delayMs: number;
  readonly rangeMs: number;
  readonly keys: readonly string[];
  /** The next evaluation; undefined while nothing can change the state. */
  nextAt: number | undefined;
  /** Until then the evaluation range still moves over data. */
  until: number;
}

/**
 * Evaluates alarms at the end of their periods, but only while that can change a state: from the arrival of data until
 * it has left the evaluation range. One background timer serves all alarms, so that idle ones cost nothing.
 */
export class AlarmWatch {
  readonly #cloud: Cloud;
  readonly #metrics: MetricStore;
  readonly #alarms: AlarmStore;
  readonly #watched = new Map<string, Watched>();
  readonly #byMetric = new Map<string, Set<Watched>>();
  #timerAt: number | undefined;

  constructor({ cloud, metrics, alarms }: { cloud: Cloud; metrics: MetricStore; alarms: AlarmStore }) {
    this.#cloud = cloud;
    this.#metrics = metrics;
    this.#alarms = alarms;
    cloud.clock.on(TOPIC, () => this.#tick());
  }

  /** Takes up every alarm after a start. */
  resume(): void {
    for (const alarm of this.#alarms.all()) if (alarm.kind === 'metric') this.watch(alarm);
  }

  /** Begins to watch an alarm, or to watch it by another configuration. */
  watch(alarm: MetricAlarmRecord): void {
    this.forget(alarm.name);
    const { queries, watched } = alarmQueries(alarm.configuration);
    const metrics = queries.map(queriedMetric).filter((metric) => metric !== undefined);
    const query = queries.find(({ Id }) => Id === watched);
    const periodMs = (query === undefined ? 60 : queryPeriod(query, queries)) * 1000;
    const entry: Watched = {
      name: alarm.name,
      stepMs: Math.min(periodMs, STANDARD_STEP_MS),
      delayMs: Math.max(0, ...metrics.map(({ namespace }) => this.#metrics.delayOf(namespace))),
      rangeMs: periodMs * ((alarm.configuration.EvaluationPeriods ?? 1) + EXTRA_PERIODS),
      keys: metrics.map(metricKey),
      nextAt: undefined,
      until: 0,
    };
    this.#watched.set(alarm.name, entry);
    for (const key of entry.keys) this.#byMetric.set(key, (this.#byMetric.get(key) ?? new Set()).add(entry));
    this.#activate(entry, this.#cloud.clock.now());
  }

  forget(name: string): void {
    const entry = this.#watched.get(name);
    for (const key of entry?.keys ?? []) this.#byMetric.get(key)?.delete(entry as Watched);
    this.#watched.delete(name);
  }

  /** Data of a metric arrived for a time (ms). */
  touch(metric: MetricIdentity, at: number): void {
    const entries = this.#byMetric.get(metricKey(metric));
    if (entries !== undefined) for (const entry of entries) this.#activate(entry, at);
  }

  /** Evaluates an alarm at the end of its present period whatever its data, as after SetAlarmState. */
  reconsider(name: string): void {
    const entry = this.#watched.get(name);
    if (entry !== undefined) this.#activate(entry, this.#cloud.clock.now());
  }

  #activate(entry: Watched, at: number): void {
    const now = this.#cloud.clock.now();
    entry.until = Math.max(entry.until, Math.max(at, now) + entry.rangeMs + entry.stepMs + entry.delayMs);
    if (entry.nextAt !== undefined) return;
    entry.nextAt = lastBoundary(entry, now) + entry.stepMs + entry.delayMs;
    this.#schedule(entry.nextAt);
  }

  #schedule(at: number): void {
    if (this.#timerAt !== undefined && this.#timerAt <= at) return;
    this.#timerAt = at;
    this.#cloud.clock.schedule({ id: TOPIC, at, topic: TOPIC, data: null, background: true });
  }

  #tick(): void {
    const now = this.#cloud.clock.now();
    this.#timerAt = undefined;
    for (const entry of [...this.#watched.values()]) {
      if (entry.nextAt === undefined || entry.nextAt > now) continue;
      this.#evaluate(entry, now);
      const next = lastBoundary(entry, now) + entry.stepMs + entry.delayMs;
      entry.nextAt = next > entry.until ? undefined : next;
    }
    const due = [...this.#watched.values()].map(({ nextAt }) => nextAt).filter((at) => at !== undefined);
    if (due.length > 0) this.#schedule(Math.min(...due));
  }

  #evaluate(entry: Watched, now: number): void {
    const alarm = this.#alarms.find(entry.name);
    if (alarm?.kind !== 'metric') return;
    const { configuration } = alarm;
    const { queries, watched } = alarmQueries(configuration);
    const count = (configuration.EvaluationPeriods ?? 1) + EXTRA_PERIODS;
    const end = lastBoundary(entry, now);
    const periodsOf = (seconds: number): Periods => ({ seconds, count, start: end - count * seconds * 1000 });
    const values = runQueries(this.#metrics, queries, periodsOf);
    const seconds = entry.rangeMs / count / 1000;
    const periods = periodsOf(seconds);
    const value = values.get(watched);
    const points = value === undefined ? undefined : seriesOf(value, periods)[0];
    const range = Array.from({ length: count }, (_, index) => points?.get(end - (index + 1) * seconds * 1000));
    const evaluation = evaluateAlarm(range, alarmRule(alarm), alarm.state.value);
    if (evaluation.state === alarm.state.value) return;
    this.#alarms.report(entry.name, explain({ configuration, range, periods, evaluation, now }));
  }
}

/** The latest end of a period whose data can be seen. */
function lastBoundary({ stepMs, delayMs }: Watched, now: number): number {
  return Math.floor((now - delayMs) / stepMs) * stepMs;
}

function alarmRule({ configuration }: MetricAlarmRecord): AlarmRule {
  const {
    EvaluationPeriods = 1,
    DatapointsToAlarm = EvaluationPeriods,
    Threshold = 0,
    TreatMissingData,
  } = configuration;
  const comparisons: Readonly<Record<string, (value: number) => boolean>> = {
    GreaterThanThreshold: (value) => value > Threshold,
    GreaterThanOrEqualToThreshold: (value) => value >= Threshold,
    LessThanThreshold: (value) => value < Threshold,
    LessThanOrEqualToThreshold: (value) => value <= Threshold,
  };
  return {
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: DatapointsToAlarm,
    treatMissingData: (TreatMissingData ?? 'missing') as MissingData,
    breaches: comparisons[configuration.ComparisonOperator ?? ''] ?? (() => false),
  };
}
