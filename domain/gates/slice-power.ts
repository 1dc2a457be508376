import type { EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate, Metric } from '../manifest/schema.ts';
import { chanceAt, type Limit } from './chances.ts';
import { type Asked, precisionAt } from './gate-power.ts';

/** How well a slice gate tells good from bad on slices like these. */
export interface SlicePower {
  readonly gate: string;
  readonly metric: Metric;
  readonly margin: number;
  readonly confidence: number;
  /** Slices of enough rows to be judged. */
  readonly slices: number;
  /** At least so often an equal candidate passes: no slice is falsely shown to be worse, however the slices overlap. */
  readonly equalPasses: number;
  /** Chance that one slice is found that is truly worse by `worseBy`, twice the margin: the median slice, and the one of the largest error. */
  readonly found: { readonly worseBy: number; readonly median: number; readonly least: number };
}

/**
 * The power of every slice gate, by the errors that an evaluation found. Holm's adjustment finds some slice harmful just when the smallest
 * p-value of m slices is below the m-th part of the level.
 */
export function slicePower(
  gates: readonly Gate[],
  { slices, rows }: Pick<EvaluationDocument, 'slices' | 'rows'>,
  asked: Asked = {},
): SlicePower[] {
  const ratio = (asked.rows ?? rows) / rows;
  return gates.flatMap((gate) => {
    if (gate.kind !== 'slice') return [];
    const { metric } = gate;
    const precisions = slices.flatMap((slice) => {
      const difference = slice.differences[metric];
      if (difference === undefined || slice.rows * ratio < gate.minimumRows) return [];
      return precisionAt(metric, difference, { rows: slice.rows, asked: slice.rows * ratio }) ?? [];
    });
    if (precisions.length === 0) return [];
    const margin = asked.margin ?? gate.margin;
    const limit: Limit = { margin, confidence: 1 - (1 - gate.confidence) / precisions.length };
    const foundAt = (worseBy: number) => precisions.map((precision) => chanceAt(worseBy, limit, precision).fails);
    const falsely = foundAt(0).reduce((sum, chance) => sum + chance, 0);
    const found = foundAt(2 * margin).sort((a, b) => a - b);
    return [
      {
        ...{ gate: gate.name, metric, margin, confidence: gate.confidence, slices: precisions.length },
        equalPasses: Math.max(0, 1 - falsely),
        found: { worseBy: 2 * margin, median: found[found.length >> 1]!, least: found[0]! },
      },
    ];
  });
}
