import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import { intraMinuteCorrelation } from '#domain/judge/correlation.ts';
import { totalTraffic } from '#domain/judge/settled-minute.ts';
import type { Baselines } from '#domain/ledger/baseline.ts';
import type { Judge } from '#domain/manifest/schema.ts';
import { seriesOf } from '#domain/release-plan/counted-series.ts';
import type { Fleet } from '#domain/release-plan/fleet.ts';
import { releaseMetrics } from '#domain/release-plan/release-metrics.ts';
import { settledUntil } from '#domain/release-plan/settled-minutes.ts';
import { StageError } from '../errors.ts';

const HISTORY_HOURS = 24;

/**
 * Every metric of the fleet that serves in the 24 hours before, frozen: the judge compares with it, and takes from it how much failures
 * clump. An enforced metric that CloudWatch refuses to tell would end the release without a verdict, so it does not begin.
 * @throws StageError MetricUnreadableError
 */
export async function measureBaselines(
  { judge, fleet }: { readonly judge: Judge; readonly fleet: Fleet },
  { metrics, now }: { readonly metrics: DeploymentMetrics; readonly now: () => Date },
): Promise<Baselines> {
  const to = settledUntil(now());
  const from = new Date(to.getTime() - HISTORY_HOURS * 3_600_000);
  const judged = releaseMetrics(judge);
  const series = judged.map(({ source }) => seriesOf(source, fleet));
  const read = await metrics.traffic(series, { from, to });
  const baselines = judged.flatMap(({ name, mode }, index) => {
    const measured = read[index]!;
    if ('minutes' in measured) {
      const minutes = [...measured.minutes.values()];
      return [[name, { ...totalTraffic(minutes), correlation: intraMinuteCorrelation(minutes) }] as const];
    }
    if (mode === 'observe') return [];
    const message = `The metric ${name} cannot be read: ${measured.unmeasured} Nothing was deployed. Correct release.judge, or what keeps CloudWatch from answering.`;
    throw new StageError('MetricUnreadableError', message);
  });
  return Object.fromEntries(baselines);
}
