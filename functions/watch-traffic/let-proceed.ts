import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Watch } from '#statemachines/release.data.ts';
import type { WatchTrafficInput } from '../watch-traffic.ts';

/** Writes down that a deployment of which nothing is shown and nothing excluded goes on, because its manifest says so. Once. */
export async function letProceed(
  { model, release, version, plan, watch }: WatchTrafficInput,
  reasons: readonly string[],
  { audit, now }: { readonly audit: AuditTrail; readonly now: () => Date },
): Promise<NonNullable<Watch['proceeded']>> {
  const { at, reason } = watch?.proceeded ?? {
    at: now().toISOString(),
    reason: `Not known to be healthy; the manifest says to proceed (release.judge.inconclusive). ${reasons.join(' ')}`,
  };
  await audit.appendOrDefer({
    model,
    action: 'ProceedInconclusive',
    subject: plan.configName,
    actor: release,
    reason,
    evidence: { at, version: version.number },
  });
  return { at, reason };
}
