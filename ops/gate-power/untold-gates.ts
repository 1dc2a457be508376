import type { EvaluationDocument } from '../../domain/evaluation/evaluation-document.ts';
import type { GatePower } from '../../domain/gates/gate-power.ts';
import type { SlicePower } from '../../domain/gates/slice-power.ts';
import type { Gate } from '../../domain/manifest/gate-schema.ts';
import type { UntoldGate } from './power-text.ts';

/** The comparing gates whose power was not told. Gates that compare with nothing have none. */
export function untoldGates(
  gates: readonly Gate[],
  told: { readonly gates: readonly GatePower[]; readonly slices: readonly SlicePower[] },
  { differences, anchorDifferences }: Pick<EvaluationDocument, 'differences' | 'anchorDifferences'>,
): UntoldGate[] {
  const known = new Set([...told.gates, ...told.slices].map(({ gate }) => gate));
  return gates.flatMap((gate): UntoldGate[] => {
    if (gate.kind === 'champion' && known.has(gate.name)) {
      if (gate.anchorMargin === undefined || anchorDifferences !== undefined) return [];
      return [
        {
          gate: gate.name,
          why: 'those errors were measured without an anchor, so the power of anchorMargin is not known.',
        },
      ];
    }
    if (known.has(gate.name)) return [];
    if (gate.kind === 'champion') return [{ gate: gate.name, why: whyUntold(differences[gate.metric], gate.metric) }];
    if (gate.kind === 'slice')
      return [{ gate: gate.name, why: 'no slice with a known error was large enough to judge.' }];
    return [];
  });
}

function whyUntold(
  difference: EvaluationDocument['differences'][keyof EvaluationDocument['differences']],
  metric: string,
) {
  if (difference === undefined) return `the error of ${metric} is known only once two versions were compared by it.`;
  if (difference.standardError === 0)
    return `both versions came out exactly alike in ${metric}; another run will tell.`;
  return `the error of ${metric} is not known: the holdout is one cluster.`;
}
