import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { type Ledger, objectStoreLedger } from '#aws/ledger.ts';
import type { ModelRegistry } from '#aws/model-registry.ts';
import { type Notifications, snsNotifications } from '#aws/notifications.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { Registration, RetrainData } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { lambdaHandler } from './handler.ts';

export interface RegisterCandidateDeps {
  readonly catalog: Catalog;
  readonly ledger: Ledger;
  readonly registry: ModelRegistry;
  readonly audit: AuditTrail;
  readonly notifications: Notifications;
  readonly now: () => Date;
}

export const RegisterCandidateInput = RetrainData.pick({
  model: true,
  run: true,
  generation: true,
  trigger: true,
  dataset: true,
  prepared: true,
  training: true,
  probe: true,
  evaluation: true,
  gates: true,
});

type Input = z.infer<typeof RegisterCandidateInput>;

/** Registers the candidate with its evidence: pending a decision, or Rejected when a gate failed, so that the evidence is not lost. */
export async function registerCandidate(
  input: Input,
  deps: RegisterCandidateDeps,
): Promise<z.infer<typeof Registration>> {
  const { model, run, dataset, training, evaluation, gates } = input;
  const { manifest, digest } = catalogEntry(deps.catalog, model);
  const failed = gates.verdict === 'Failed';
  if (dataset.status !== 'Pinned')
    throw new StageError('StageInputInvalidError', `${run} has no pinned dataset; its status is ${dataset.status}.`);
  const datasetId = dataset.id;
  const reason = `${gates.verdict}: ${gates.reasons.join(' ')}`;

  await deps.registry.ensureGroup(model);
  const version = await deps.registry.create({
    model,
    approval: failed ? 'Rejected' : 'PendingManualApproval',
    approvalReason: reason,
    description: `Trained by ${run} on dataset ${datasetId}`,
    imageUri: training.imageUri,
    artifactUri: training.artifactUri,
    contentTypes: ['text/csv'],
    metrics: gates.statistics,
    metadata: {
      run,
      datasetId,
      artifactDigest: training.artifactDigest,
      manifestDigest: digest,
      evidenceUri: gates.evidenceUri,
      evidenceDigest: gates.evidenceDigest,
      reportUri: gates.reportUri,
      verdict: gates.verdict,
      ...(gates.championVersion === undefined ? {} : { championVersion: gates.championVersion }),
    },
  });
  // A dataset whose candidate a gate stopped is suspect: later windows leave it out until it is landed again.
  if (!failed) await accept(input, datasetId, deps);
  await remember(input, deps);
  await deps.audit.append({
    model,
    action: 'RegisterCandidate',
    subject: version.arn,
    actor: run,
    reason,
    evidence: { version: version.number, evidenceUri: gates.evidenceUri, dataset: datasetId },
    digests: {
      artifact: training.artifactDigest,
      evidence: gates.evidenceDigest,
      evaluation: evaluation.digest,
      manifest: digest,
    },
  });
  const automatic = manifest.approval.mode === 'automatic' && gates.verdict === 'Passed' && gates.conclusive;
  const next = failed
    ? 'A gate stopped it.'
    : automatic
      ? 'It is being approved automatically.'
      : `andon approve ${model} ${version.number} releases it.`;
  await deps.notifications.publish({
    kind: failed ? 'GateFailed' : 'VersionRegistered',
    model,
    subject: `${model} version ${version.number}: ${failed ? 'rejected' : 'waits for a decision'}`,
    message: [...gates.reasons, next].join('\n'),
  });
  const approvalStatus = failed ? 'Rejected' : 'PendingManualApproval';
  return { modelPackageArn: version.arn, version: version.number, approvalStatus, automatic };
}

async function accept(
  { model, run, prepared }: Input,
  id: string,
  { ledger, now }: RegisterCandidateDeps,
): Promise<void> {
  const newestEvent = prepared.landedThrough;
  await ledger.accepted(model).change((current) => {
    const datasets = current?.datasets ?? [];
    if (datasets.some((dataset) => dataset.id === id)) return { write: undefined, result: undefined };
    const accepted = {
      id,
      run,
      acceptedAt: now().toISOString(),
      ...(newestEvent === undefined ? {} : { newestEvent }),
    };
    return { write: { datasets: [...datasets, accepted] }, result: undefined };
  });
}

/** Keeps what a release needs should the champion change before this version is released: it is then scored and gated again. */
async function remember(
  { model, run, generation, trigger, ...data }: Input,
  { ledger, now }: RegisterCandidateDeps,
): Promise<void> {
  await ledger.run(run).change((current) => {
    const record = {
      kind: 'retrain' as const,
      name: run,
      model,
      generation,
      input: { model, run, generation, trigger },
      startedAt: now().toISOString(),
      data: {},
      ...current,
    };
    return { write: { ...record, data: { ...record.data, ...data } }, result: undefined };
  });
}

export const handler = lambdaHandler({
  name: 'RegisterCandidate',
  input: RegisterCandidateInput,
  output: Registration,
  run: registerCandidate,
  deps: (): RegisterCandidateDeps => {
    const env = readEnvironment({ STAGE: 'string', LEDGER_BUCKET: 'string', NOTIFICATIONS_TOPIC: 'string' });
    const store = s3ObjectStore(env.LEDGER_BUCKET);
    return {
      catalog,
      ledger: objectStoreLedger({ store, newId: randomUUID }),
      registry: sageMakerModelRegistry({ stage: env.STAGE }),
      audit: auditFromEnvironment(store),
      notifications: snsNotifications(env.NOTIFICATIONS_TOPIC),
      now: () => new Date(),
    };
  },
});
