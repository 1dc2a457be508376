import type { AcceptedDatasets } from '../landing/landing.ts';
import type { Period } from '../manifest/schema.ts';
import { DAY, periodBefore, periodText, toleranceDays } from './period.ts';

type AcceptedDataset = AcceptedDatasets['datasets'][number];

export type DatasetOfPeriod = { readonly dataset: AcceptedDataset } | { readonly reason: string };

/**
 * The accepted dataset whose newest event lies nearest to `newestEvent` less the period; of two equally near the one accepted later. Or why
 * there is none to compare with.
 */
export function datasetOfPeriod(
  accepted: readonly AcceptedDataset[],
  newestEvent: Date,
  period: Period,
): DatasetOfPeriod {
  const wanted = periodBefore(newestEvent, period);
  const tolerance = toleranceDays(period);
  let nearest: { readonly dataset: AcceptedDataset; readonly days: number } | undefined;
  for (const dataset of accepted) {
    if (dataset.newestEvent === undefined) continue;
    const days = Math.abs(Date.parse(dataset.newestEvent) - wanted.getTime()) / DAY;
    if (nearest === undefined || days <= nearest.days) nearest = { dataset, days };
  }
  if (nearest !== undefined && nearest.days <= tolerance) return { dataset: nearest.dataset };
  const where = `${periodText(period)} before ${newestEvent.toISOString()}, give or take ${tolerance} days`;
  if (nearest === undefined) return { reason: `no accepted dataset is known to end ${where}` };
  const { id, newestEvent: end } = nearest.dataset;
  return { reason: `no accepted dataset ends ${where}; the nearest, ${id}, ends ${end}` };
}
