import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { keyOf, type ObjectStore, s3ObjectStore } from '#aws/object-store.ts';
import { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import type { ChampionStanding } from '#domain/gates/champion-standing.ts';
import { everyEnforcedGateConclusive, judgeGates } from '#domain/gates/judge-gates.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { type Evaluation, Gates, RetrainData } from '#statemachines/retrain.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { readEnvironment } from './environment.ts';
import { StageError } from './errors.ts';
import { probeDigest, servingMeasurements } from './gate-candidate/serving-measurements.ts';
import { evidenceHead, writeEvidence } from './gate-candidate/write-evidence.ts';
import { lambdaHandler } from './handler.ts';

export interface GateCandidateDeps {
  readonly catalog: Catalog;
  readonly data: ObjectStore;
  readonly audit: AuditTrail;
  readonly now: () => Date;
}

export const GateCandidateInput = RetrainData.pick({
  model: true,
  run: true,
  dataset: true,
  prepared: true,
  training: true,
  probe: true,
  evaluation: true,
});

type Input = z.infer<typeof GateCandidateInput>;

/** Judges the evaluation by every gate of the manifest and writes the evidence that the judgement rests on. */
export async function gateCandidate(input: Input, deps: GateCandidateDeps): Promise<z.infer<typeof Gates>> {
  const { model, run, training, evaluation } = input;
  const { manifest, digest } = catalogEntry(deps.catalog, model);
  const stored = await deps.data.getJson(keyOf(evaluation.uri));
  if (stored === undefined) {
    throw new StageError('ScoresInvalidError', `${evaluation.uri} is missing; replay the run to evaluate again.`);
  }
  const document = EvaluationDocument.parse(stored.value);
  const judgement = judgeGates({
    gates: manifest.gates,
    evaluation: document,
    champion: standing(evaluation.champion),
    anchor: standing(evaluation.anchor),
    serving: await servingMeasurements(input, { gates: manifest.gates, data: deps.data }),
  });
  const enforced = manifest.gates.filter(({ mode }) => mode === 'enforce').length;
  const reasons = judgement.reasons.length > 0 ? judgement.reasons : [`All ${enforced} enforced gates passed.`];

  const written = await writeEvidence(
    {
      ...evidenceHead(input),
      at: deps.now().toISOString(),
      verdict: judgement.verdict,
      gates: [...judgement.gates],
      manifestGates: manifest.gates,
      reasons,
      evaluation: document,
      digests: { manifest: digest, evaluation: evaluation.digest, ...probeDigest(input.probe) },
    },
    deps.data,
  );
  await deps.audit.append({
    model,
    action: 'GateCandidate',
    subject: run,
    actor: run,
    reason: `${judgement.verdict}: ${reasons.join(' ')}`,
    evidence: { evidenceUri: written.evidenceUri, reportUri: written.reportUri },
    digests: {
      evidence: written.evidenceDigest,
      evaluation: evaluation.digest,
      artifact: training.artifactDigest,
      manifest: digest,
      ...probeDigest(input.probe),
    },
  });
  const compared = evaluation.champion?.version;
  return {
    verdict: judgement.verdict,
    conclusive: everyEnforcedGateConclusive(judgement),
    ...written,
    reasons,
    judged: judgement.gates.map(({ name, mode, verdict, sentence }) => ({ name, mode, verdict, sentence })),
    ...(compared === undefined ? {} : { championVersion: compared }),
  };
}

function standing(compared: z.infer<typeof Evaluation>['champion' | 'anchor']): ChampionStanding {
  if (compared === undefined) return undefined;
  const { version, comparison, reason = '' } = compared;
  if (comparison === 'NotComparable') return { version, notComparable: reason };
  return comparison === 'HoldoutOverlaps' ? { version, holdoutOverlaps: reason } : { version };
}

export const handler = lambdaHandler({
  name: 'GateCandidate',
  input: GateCandidateInput,
  output: Gates,
  run: gateCandidate,
  deps: (): GateCandidateDeps => {
    const env = readEnvironment({ DATA_BUCKET: 'string', LEDGER_BUCKET: 'string' });
    return {
      catalog,
      data: s3ObjectStore(env.DATA_BUCKET),
      audit: auditFromEnvironment(s3ObjectStore(env.LEDGER_BUCKET)),
      now: () => new Date(),
    };
  },
});
