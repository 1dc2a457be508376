import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { IntakePlan } from '#domain/intake/plan-intake.ts';
import { ledgerKeys } from '#domain/object-keys.ts';
import type { IntakeDeps, IntakeResult } from '../intake.ts';
import { metrics } from '../observability.ts';

/** Tells people of data that belongs to no model: once a day and prefix, however many files land there. */
export async function tellOfUnclaimed(
  { prefix, key }: Extract<IntakePlan, { kind: 'unclaimed' }>,
  { catalog, ledgerStore, notifications, now }: Pick<IntakeDeps, 'catalog' | 'ledgerStore' | 'notifications' | 'now'>,
): Promise<IntakeResult> {
  const models = Object.keys(catalog).join(', ');
  const reason = `${key} landed under ${prefix}, which is no model's, and is not used. Known models: ${models}.`;
  metrics.addMetric('UnclaimedData', MetricUnit.Count, 1);
  const told = ledgerKeys.unclaimed(prefix, now().toISOString().slice(0, 10));
  if ((await ledgerStore.head(told)) === undefined) {
    const subject = 'Data of an unknown model landed';
    await notifications.publish({ kind: 'UnclaimedData', subject, message: reason });
    await ledgerStore.create(told, JSON.stringify({ key }));
  }
  return { outcome: 'Unclaimed', reason };
}
