import { Watch, type WatchedMetric } from '../../statemachines/release.data.ts';
import { shortNumber } from './numbers.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** What a release's watch saw and found of each metric; none for an execution without one. */
export function watchedMetrics(data: Readonly<Record<string, unknown>>): readonly WatchedMetric[] {
  const watch = Watch.pick({ metrics: true }).safeParse(data.watch);
  return watch.success ? watch.data.metrics : [];
}

/** One line a metric: what the fleets did, the evidence of harm, and what the last look found. */
export function trafficTable(style: Style, metrics: readonly WatchedMetric[]): string {
  const head = ['metric', 'mode', 'green', 'blue', 'evidence of harm', 'found'];
  const rows = metrics.map((metric) => [
    metric.name,
    metric.mode,
    traffic(metric.green),
    traffic(metric.blue),
    metric.eValue.toPrecision(3),
    found(metric),
  ]);
  return table(style, head, rows);
}

function traffic({ requests, failures }: WatchedMetric['green']): string {
  const share = requests === 0 ? '' : ` (${percent(failures / requests)})`;
  return `${shortNumber(failures)} of ${shortNumber(requests)}${share}`;
}

function found({ finding, difference = 0, basis = 'against-blue' }: WatchedMetric): string {
  switch (finding) {
    case 'RegressionExcluded':
      return `regression excluded: at most ${percent(difference)} more, ${basis}`;
    case 'RegressionNotExcluded':
      return `regression not excluded: up to ${percent(difference)} more, ${basis}`;
    case 'TooFewRequests':
      return 'too few requests';
    case 'NeverReported':
      return 'never reported';
    case 'NotMeasured':
      return 'could not be measured';
    case undefined:
      return '';
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
