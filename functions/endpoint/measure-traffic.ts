import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { JudgedMetric } from '#domain/judge/judge-metric.ts';
import type { Baselines } from '#domain/ledger/baseline.ts';
import { seriesOf } from '#domain/release-plan/counted-series.ts';
import type { Fleet } from '#domain/release-plan/fleet.ts';
import { judgedMetrics, type MeasuredTraffic } from '#domain/release-plan/measured-metrics.ts';
import type { ReleaseMetric } from '#domain/release-plan/release-metrics.ts';
import { logger } from '../observability.ts';

/** What is to be measured, of which fleets and when. */
export interface Measurement {
  readonly metrics: readonly ReleaseMetric[];
  readonly green: Fleet;
  /** Absent where green has all traffic. */
  readonly blue?: Fleet;
  readonly range: { readonly from: Date; readonly to: Date };
  readonly baselines: Baselines;
}

interface MeasureTrafficDeps {
  readonly metrics: DeploymentMetrics;
}

/** The SDK has tried each of them four times, with pauses between. */
const ATTEMPTS = 2;

const NO_FLEET: MeasuredTraffic = { minutes: new Map() };

/**
 * The settled minutes of every metric, both fleets, in one reading. A metric that CloudWatch refuses to tell is unmeasured.
 * @throws what CloudWatch throws when it is throttled or not available
 */
export async function measureTraffic(
  { metrics, green, blue, range, baselines }: Measurement,
  deps: MeasureTrafficDeps,
): Promise<JudgedMetric[]> {
  const fleets = blue === undefined ? [green] : [green, blue];
  const series = fleets.flatMap((fleet) => metrics.map(({ source }) => seriesOf(source, fleet)));
  const read = await deps.metrics.traffic(series, range);
  const measured = metrics.map((metric, index) => ({
    metric,
    green: read[index]!,
    blue: read[metrics.length + index] ?? NO_FLEET,
  }));
  return judgedMetrics(measured, { until: range.to, baselines });
}

/** The same, never throwing: what cannot be measured now is unmeasured, and may be measured by the next look. */
export async function measureIfPossible(measurement: Measurement, deps: MeasureTrafficDeps): Promise<JudgedMetric[]> {
  let unmeasured = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await measureTraffic(measurement, deps);
    } catch (error) {
      unmeasured = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      logger.warn('Could not measure', { unmeasured });
    }
  }
  const { metrics, range, baselines } = measurement;
  const nothing = { unmeasured };
  const measured = metrics.map((metric) => ({ metric, green: nothing, blue: nothing }));
  return judgedMetrics(measured, { until: range.to, baselines });
}
