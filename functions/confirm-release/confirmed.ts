import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Notifications } from '#aws/notifications.ts';
import type { AuditEntry } from '#domain/audit/record.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import type { ConfirmReleaseInput } from '../confirm-release.ts';
import type { LeaseDeps } from '../endpoint/hold-lease.ts';
import type { StartNextReleaseDeps } from '../starts/start-next-release.ts';
import type { CloseDeploymentDeps } from './close-deployment.ts';

export interface ConfirmDeps extends CloseDeploymentDeps, LeaseDeps, StartNextReleaseDeps {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  /** ARN of the rollback workflow's live alias. */
  readonly rollbackStateMachine: string;
}

/** The audit record of how a release or rollback ended. */
export function confirmationEntry(
  { model, release, plan, watch, trigger }: ConfirmReleaseInput,
  outcome: string,
  reason: string,
): AuditEntry {
  return {
    model,
    action: 'ConfirmRelease',
    subject: release,
    actor: release,
    reason,
    evidence: {
      outcome,
      kind: plan.kind,
      version: plan.target.number,
      config: plan.configName,
      before: plan.blue?.configName ?? '',
      trigger: `${trigger.kind} by ${trigger.actor}`,
      ...(watch ? { verdict: watch.verdict, eValue: watch.eValue, looks: watch.looks } : {}),
      ...(watch?.cord === undefined ? {} : { cordPulledAt: watch.cord.pulledAt }),
      ...(watch?.proceeded === undefined ? {} : { proceededInconclusiveAt: watch.proceeded.at }),
      ...(watch?.evidenceUri === undefined ? {} : { evidenceUri: watch.evidenceUri }),
    },
  };
}
