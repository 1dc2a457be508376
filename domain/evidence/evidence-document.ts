import * as z from 'zod';
import { EvaluationDocument } from '../evaluation/evaluation-document.ts';
import { GateResult } from '../gates/gate-result.ts';
import { Gate } from '../manifest/gate-schema.ts';

/** A version that the candidate was to be compared with. */
const ComparedVersion = z.object({
  version: z.int(),
  /** Why it could not be compared with, when it could not. */
  obstacle: z.string().optional(),
});

/** Names the shape of the document; docs/schemas/evidence.schema.json is its schema. */
export const EVIDENCE_SCHEMA = 'urn:andon:evidence:1';

/** What a version was judged on: everything a person needs to approve it, and an auditor to check why. */
export const EvidenceDocument = z.object({
  $schema: z.literal(EVIDENCE_SCHEMA),
  version: z.literal(1),
  model: z.string(),
  run: z.string(),
  /** When it was judged, ISO 8601. */
  at: z.string(),
  dataset: z.object({ id: z.string(), evidenceUri: z.string().optional() }),
  training: z.object({
    jobName: z.string(),
    imageUri: z.string(),
    artifactUri: z.string(),
    artifactDigest: z.string(),
    features: z.array(z.string()),
    rows: z.object({ train: z.int(), validation: z.int(), holdout: z.int() }),
    /** Event time of the newest training row, and of the oldest holdout row. */
    trainedThrough: z.string(),
    holdoutFrom: z.string(),
    /** Of the newest holdout row. */
    holdoutThrough: z.string().optional(),
    /** A label was final when its row happened `hours` before the dataset was pinned; so many rows that landed were not, and are in neither. */
    maturity: z.object({ pinnedAt: z.string(), hours: z.number(), leftOut: z.int() }).optional(),
  }),
  /** The version it was compared with; absent before the first release. */
  champion: ComparedVersion.optional(),
  /** The pinned version that small losses may not add up against; absent when none is pinned, or no gate asks for it. */
  anchor: ComparedVersion.optional(),
  verdict: z.enum(['Passed', 'Failed', 'Inconclusive']),
  reasons: z.array(z.string()),
  gates: z.array(GateResult),
  /** The same gates as the manifest gave them in this stage: margins, limits, confidence. */
  manifestGates: z.array(Gate),
  evaluation: EvaluationDocument,
  /** SHA-256 of what went in: the manifest and its SQL, the evaluation, and what the probe found if there was one. */
  digests: z.object({ manifest: z.string(), evaluation: z.string(), probe: z.string().optional() }),
});

export type EvidenceDocument = z.infer<typeof EvidenceDocument>;
