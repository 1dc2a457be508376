import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Ledger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import type { Notifications } from '#aws/notifications.ts';
import type { Workflows } from '#aws/workflows.ts';
import { approvalKey } from '#domain/intake/plan-intake.ts';
import type { RegisteredVersion } from '#domain/ledger/registered-version.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { executionName } from '#domain/naming.ts';
import { hasExpired, planVersion } from '#domain/reconcile/plan-version.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import { catalogEntry } from '../catalog.ts';
import type { Sweep } from './sweep.ts';

export interface ReconcileVersionsDeps {
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  readonly workflows: Workflows;
  readonly releaseStateMachine: string;
  readonly now: () => Date;
}

/** Starts the release of versions whose approval reached nobody, and rejects those that nobody decided on in time. */
export async function reconcileVersions(model: string, sweep: Sweep, deps: ReconcileVersionsDeps): Promise<void> {
  await sweep.run(`${model} versions`, async () => {
    const [champion, admissions] = await Promise.all([
      deps.ledger.champion(model).read(),
      deps.ledger.admissions(model).read(),
    ]);
    const { expiresAfterHours } = catalogEntry(deps.catalog, model).manifest.approval;
    for (const approval of ['Approved', 'PendingManualApproval'] as const) {
      for await (const { number, arn, createdAt } of deps.registry.list(model, approval)) {
        // The newest come first: what follows is older than what serves.
        if (approval === 'Approved' && number <= (champion?.version.number ?? 0)) break;
        if (approval !== 'Approved' && !hasExpired(createdAt, expiresAfterHours, deps.now())) continue;
        const version = await deps.registry.describe(arn);
        if (version === undefined) continue;
        const plan = planVersion({ version, champion, admissions, expiresAfterHours, now: deps.now() });
        const what = `${model} version ${number}`;
        if (plan === 'Release') await sweep.run(what, () => startRelease(model, version, deps));
        if (plan === 'Expire') await sweep.run(what, () => expire(model, version, deps));
      }
    }
    return undefined;
  });
}

async function startRelease(
  model: string,
  { number, arn, lastModifiedAt, lastModifiedBy }: RegisteredVersion,
  { workflows, releaseStateMachine, now }: ReconcileVersionsDeps,
): Promise<string | undefined> {
  const key = approvalKey(arn, lastModifiedAt);
  const release = executionName(model, key, 1);
  const reason = 'The event of its approval did not arrive.';
  const trigger = {
    kind: 'approval',
    key,
    at: now().toISOString(),
    actor: lastModifiedBy ?? 'registry',
    reason,
  } as const;
  const input: ReleaseInput = { model, release, generation: 1, version: { number, arn }, trigger };
  const { outcome } = await workflows.start(releaseStateMachine, release, input);
  return outcome === 'started' ? `${reason} ${release} was started.` : undefined;
}

async function expire(
  model: string,
  { number, arn, createdAt }: RegisteredVersion,
  { registry, audit, notifications, catalog }: ReconcileVersionsDeps,
): Promise<string> {
  const { expiresAfterHours } = catalogEntry(catalog, model).manifest.approval;
  const reason = `Nobody decided on it within ${expiresAfterHours} hours of ${createdAt}.`;
  await audit.append({
    model,
    action: 'ExpireApproval',
    subject: arn,
    actor: 'reconcile',
    reason,
    evidence: { version: number },
  });
  await registry.reject(arn, reason);
  const subject = `${model} version ${number}: its approval expired`;
  const message = `${reason} Retrain, or approve it in the registry all the same.`;
  await notifications.publish({ kind: 'ApprovalExpired', model, subject, message });
  return reason;
}
