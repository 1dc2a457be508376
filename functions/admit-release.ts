import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { objectStoreLedger } from '#aws/ledger.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import { withAdmission } from '#domain/ledger/admissions.ts';
import { decideAdmission } from '#domain/release-plan/admission.ts';
import { Admission, ReleaseData } from '#statemachines/release.data.ts';
import { Gates } from '#statemachines/retrain.data.ts';
import { type AdmissionFactsDeps, type ReadFacts, readAdmissionFacts } from './admit-release/admission-facts.ts';
import { completeAdmission } from './admit-release/admission-outcome.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog } from './catalog.ts';
import { freeLease, takeLease } from './endpoint/hold-lease.ts';
import { rememberStart } from './endpoint/release-record.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';

export interface AdmitReleaseDeps extends AdmissionFactsDeps {
  readonly audit: AuditTrail;
}

export const AdmitReleaseInput = ReleaseData.pick({
  model: true,
  release: true,
  generation: true,
  version: true,
  trigger: true,
  // What the gates said after a stale version was scored again.
}).extend({ gates: Gates.pick({ championVersion: true }).nullish() });

type Input = z.infer<typeof AdmitReleaseInput>;

/** Decides whether an approved version may be released now, and takes the endpoint's lease for it. */
export async function admitRelease(input: Input, deps: AdmitReleaseDeps): Promise<Admission> {
  await rememberStart('release', input, deps);
  const read = () => readAdmissionFacts(input, input.gates?.championVersion, deps);
  const before = await read();
  await rememberAdmission(input, before, deps);
  const first = decideAdmission(before);
  if (first.outcome !== 'Admitted') return settle(input, { ...first, epoch: 0 }, { facts: before, deps });

  const epoch = await takeLease(input, deps);
  // Between reading the champion and taking the lease another release may have finished: decide again.
  const facts = await read();
  const again = decideAdmission(facts);
  if (epoch === undefined) {
    const taken = { outcome: 'Queued', reason: 'Another execution took the endpoint at the same moment.' } as const;
    return settle(input, { ...(again.outcome === 'Admitted' ? taken : again), epoch: 0 }, { facts, deps });
  }
  if (again.outcome === 'Admitted') return settle(input, { ...again, epoch }, { facts, deps });
  await freeLease({ ...input, epoch }, deps);
  return settle(input, { ...again, epoch: 0 }, { facts, deps });
}

/** So that reconcile knows that the approval was not lost on its way. */
async function rememberAdmission({ model, release }: Input, { version }: ReadFacts, deps: AdmitReleaseDeps) {
  if (version === undefined) return;
  const admission = { release, modifiedAt: version.lastModifiedAt };
  await deps.ledger.admissions(model).change((current) => ({
    write: withAdmission(current, version.number, admission),
    result: undefined,
  }));
}

/** Records the decision, and leaves behind what its outcome needs. */
async function settle(
  input: Input,
  decision: Admission,
  { facts, deps }: { facts: ReadFacts; deps: AdmitReleaseDeps },
): Promise<Admission> {
  const answer = await completeAdmission(input, decision, { facts, deps });
  const { model, release, version } = input;
  const { outcome, reason } = answer;
  await deps.audit.append({
    model,
    action: 'AdmitRelease',
    // A stale version comes here twice, with two decisions.
    subject: outcome === 'Stale' ? `${release}/rescore` : release,
    actor: release,
    reason,
    evidence: {
      outcome,
      version: version.number,
      versionArn: version.arn,
      approvedBy: facts.version?.lastModifiedBy ?? '',
    },
  });
  return answer;
}

export const handler = lambdaHandler({
  name: 'AdmitRelease',
  input: AdmitReleaseInput,
  output: Admission,
  run: admitRelease,
  deps: (): AdmitReleaseDeps => {
    const env = readEnvironment({ STAGE: 'string', LEDGER_BUCKET: 'string' });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      stage: env.STAGE,
      catalog,
      endpoints: sageMakerEndpoints(),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      audit: auditFromEnvironment(store),
      now: () => new Date(),
    };
  },
});
