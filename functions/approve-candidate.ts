import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { ApprovalResult, RetrainData } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';

export interface ApproveCandidateDeps {
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
}

export const ApproveCandidateInput = RetrainData.pick({ model: true, run: true, gates: true, registration: true });

/** Approves a candidate in the registry's place of a human. Reached only when the manifest says automatic and every enforced gate was conclusive. */
export async function approveCandidate(
  { model, run, gates, registration }: z.infer<typeof ApproveCandidateInput>,
  { registry, audit }: ApproveCandidateDeps,
): Promise<z.infer<typeof ApprovalResult>> {
  const reason = `Approved automatically: ${gates.reasons.join(' ')}`.slice(0, 1000);
  const version = await registry.describe(registration.modelPackageArn);
  const approvedHere = version?.approval === 'Approved' && version.approvalReason === reason;
  // A person was faster; what they decided stands.
  if (version?.approval !== 'PendingManualApproval' && !approvedHere) return { outcome: 'NotPending' };
  await audit.append({
    model,
    action: 'ApproveCandidate',
    subject: registration.modelPackageArn,
    actor: run,
    reason,
    evidence: { evidenceUri: gates.evidenceUri },
    digests: { evidence: gates.evidenceDigest },
  });
  if (!approvedHere) await registry.approve(registration.modelPackageArn, reason);
  return { outcome: 'Approved' };
}

export const handler = lambdaHandler({
  name: 'ApproveCandidate',
  input: ApproveCandidateInput,
  output: ApprovalResult,
  run: approveCandidate,
  deps: (): ApproveCandidateDeps => {
    const env = readEnvironment({ STAGE: 'string', LEDGER_BUCKET: 'string' });
    return {
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      audit: auditFromEnvironment(s3ObjectStore(env.LEDGER_BUCKET)),
    };
  },
});
