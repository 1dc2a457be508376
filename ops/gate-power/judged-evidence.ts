import { keyOf } from '../../aws/object-store.ts';
import { EvidenceDocument } from '../../domain/evidence/evidence-document.ts';
import type { CommandDeps } from '../command-deps.ts';

/** How many of the newest versions are looked through. */
const RECENT = 50;

export interface JudgedVersion {
  readonly version: number;
  readonly evidence: EvidenceDocument;
}

export interface JudgedEvidence {
  /** Of the newest version that has any: its gates are those of the last run. */
  readonly newest: JudgedVersion | undefined;
  /** Of the newest one whose differences from a champion have errors; those of two equal models have none. */
  readonly compared: JudgedVersion | undefined;
}

/** What the model's newest versions were judged on. Evidence of an earlier shape is passed over. */
export async function judgedEvidence(
  { registry, data }: Pick<CommandDeps, 'registry' | 'data'>,
  model: string,
): Promise<JudgedEvidence> {
  let newest: JudgedVersion | undefined;
  let looked = 0;
  for await (const { arn, number: version } of registry.list(model)) {
    if (looked === RECENT) break;
    looked += 1;
    const uri = (await registry.describe(arn))?.metadata?.evidenceUri;
    const stored = uri === undefined ? undefined : await data.getJson(keyOf(uri));
    const parsed = EvidenceDocument.safeParse(stored?.value);
    if (!parsed.success) continue;
    const judged = { version, evidence: parsed.data };
    newest ??= judged;
    if (hasErrors(parsed.data)) return { newest, compared: judged };
  }
  return { newest, compared: undefined };
}

function hasErrors({ evaluation }: EvidenceDocument): boolean {
  return Object.values(evaluation.differences).some(({ standardError }) => standardError !== null && standardError > 0);
}
