import * as z from 'zod';
import { EvaluationDocument } from '../evaluation/evaluation-document.ts';
import { GateResult } from '../gates/gate-result.ts';
import { Gate } from '../manifest/gate-schema.ts';
import { EVIDENCE_SCHEMA, EvidenceDocument } from './evidence-document.ts';

/** The parts that readers may want by themselves, under `$defs`: evaluation.json is an EvaluationDocument. */
const PARTS = { EvaluationDocument, GateResult, Gate };

/** JSON Schema of the evidence, for those who read it with their own tools. */
export function evidenceJsonSchema(): Record<string, unknown> {
  const metadata = z.registry<{ id: string }>();
  for (const [id, part] of Object.entries(PARTS)) metadata.add(part, { id });
  const { $schema, ...schema } = z.toJSONSchema(EvidenceDocument, { target: 'draft-2020-12', metadata });
  return {
    $schema,
    $id: EVIDENCE_SCHEMA,
    title: 'Andon evidence',
    description:
      'evidence.json of a run: what a version was judged on. Its evaluation is also written as evaluation.json.',
    ...schema,
  };
}
