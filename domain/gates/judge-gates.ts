import type { EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate } from '../manifest/schema.ts';
import type { ServingMeasurements } from '../serving/serving-measurements.ts';
import { judgeAbsoluteGate } from './absolute-gate.ts';
import { judgeAgreementGate } from './agreement-gate.ts';
import { judgeArtifactGate } from './artifact-gate.ts';
import { judgeCalibrationGate } from './calibration-gate.ts';
import { judgeChampionGate } from './champion-gate.ts';
import type { ChampionStanding } from './champion-standing.ts';
import { judgeContractGate } from './contract-gate.ts';
import type { GateResult } from './gate-result.ts';
import { judgeLatencyGate } from './latency-gate.ts';
import { judgeSliceGate } from './slice-gate.ts';

export interface GateInput {
  readonly gates: readonly Gate[];
  readonly evaluation: EvaluationDocument;
  readonly champion: ChampionStanding;
  /** The pinned anchor version; gates with an `anchorMargin` compare with it too. */
  readonly anchor?: ChampionStanding;
  /** Of artifact and container; gates that ask for what was not measured are inconclusive. */
  readonly serving?: ServingMeasurements;
}

export interface Judgement {
  /** Failed if any enforced gate failed, else Inconclusive if any is, else Passed. */
  readonly verdict: 'Passed' | 'Failed' | 'Inconclusive';
  readonly gates: readonly GateResult[];
  /** What a person must know: why it did not pass, or that there was no champion. */
  readonly reasons: string[];
}

/** Judges every gate of the manifest. An observed gate is shown and never decides. */
export function judgeGates({ gates, ...input }: GateInput): Judgement {
  const results = gates.map((gate) => judge(gate, input));
  const enforced = results.filter((result) => result.mode === 'enforce');
  const failed = enforced.filter((result) => result.verdict === 'Failed');
  const inconclusive = enforced.filter((result) => result.verdict === 'Inconclusive');
  const reasons = [...failed, ...inconclusive].map(({ name, verdict, sentence }) => `${name} ${verdict}: ${sentence}`);
  if (input.champion === undefined) reasons.push(firstVersion(enforced));
  else if (input.anchor === undefined && gates.some((gate) => gate.mode === 'enforce' && asksForAnchor(gate)))
    reasons.push(ANCHOR_MISSING);
  return {
    verdict: failed.length > 0 ? 'Failed' : inconclusive.length > 0 ? 'Inconclusive' : 'Passed',
    gates: results,
    reasons,
  };
}

/** Whether a gate of the manifest compares with the pinned anchor too. */
export function asksForAnchor(gate: Gate): boolean {
  return gate.kind === 'champion' && gate.anchorMargin !== undefined;
}

const ANCHOR_MISSING =
  'No anchor is pinned, so anchorMargin has no say yet: andon anchor <model> <version> pins a version that small losses may not add up against.';

/** What a person must know of a version that had nothing to be compared with. */
function firstVersion(enforced: readonly GateResult[]): string {
  const decided = 'There is no champion yet, so the absolute gates alone decided';
  // Without a gate that compares, the first version is as conclusive as any other.
  if (enforced.every(({ verdict }) => verdict !== 'NoChampion')) return `${decided}.`;
  return `${decided}, and a person approves this first version, even where approval is automatic.`;
}

/**
 * Whether a machine may approve: every enforced gate was decided by the data. A gate without a champion was not, so a person
 * approves the first version.
 */
export function everyEnforcedGateConclusive({ gates }: Pick<Judgement, 'gates'>): boolean {
  return gates.every(({ mode, verdict }) => mode === 'observe' || verdict === 'Passed' || verdict === 'Failed');
}

function judge(gate: Gate, { evaluation, champion, anchor, serving = {} }: Omit<GateInput, 'gates'>): GateResult {
  switch (gate.kind) {
    case 'absolute':
      return judgeAbsoluteGate(gate, evaluation);
    case 'champion':
      return judgeChampionGate(gate, evaluation, { champion, anchor });
    case 'calibration':
      return judgeCalibrationGate(gate, evaluation);
    case 'slice':
      return judgeSliceGate(gate, evaluation, champion);
    case 'artifact':
      return judgeArtifactGate(gate, serving);
    case 'latency':
      return judgeLatencyGate(gate, serving);
    case 'contract':
      return judgeContractGate(gate, serving);
    case 'agreement':
      return judgeAgreementGate(gate, serving);
  }
}
