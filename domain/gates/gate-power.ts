import type { Difference, EvaluationDocument } from '../evaluation/evaluation-document.ts';
import type { Gate, Metric } from '../manifest/schema.ts';
import type { Opponent } from './champion-standing.ts';
import { type Chance, chanceAt, marginFor, type Precision } from './chances.ts';

/** How well a champion gate tells good from bad on a holdout like this one. */
export interface GatePower {
  readonly gate: string;
  /** Whom the candidate is compared with: by `margin`, or by `anchorMargin`. */
  readonly against: Opponent;
  readonly metric: Metric;
  readonly margin: number;
  readonly confidence: number;
  readonly rows: number;
  /** Of the paired difference, as measured or scaled. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** An equal candidate; one worse by just the margin; one worse by twice the margin. */
  readonly chances: readonly Chance[];
  /** The margin at which nine of ten equal candidates pass. */
  readonly marginForNineOfTen: number;
}

/** Another margin against the champion, or another size of the holdout, than there was. */
export interface Asked {
  readonly margin?: number | undefined;
  readonly rows?: number | undefined;
}

type Measured = Pick<EvaluationDocument, 'rows' | 'differences' | 'anchorDifferences'>;

/** The power of every champion gate, by the errors that an evaluation found. A gate whose error is unknown is left out. */
export function gatePower(gates: readonly Gate[], measured: Measured, asked: Asked = {}): GatePower[] {
  return gates.flatMap((gate) => {
    if (gate.kind !== 'champion') return [];
    const comparisons = [
      { against: 'champion', margin: asked.margin ?? gate.margin, difference: measured.differences[gate.metric] },
      { against: 'anchor', margin: gate.anchorMargin, difference: measured.anchorDifferences?.[gate.metric] },
    ] as const;
    return comparisons.flatMap(({ against, difference, margin }) => {
      const precision = difference && precisionAt(gate.metric, difference, { ...measured, asked: asked.rows });
      if (precision === undefined || margin === undefined) return [];
      const limit = { margin, confidence: gate.confidence };
      return [
        {
          ...{ gate: gate.name, against, metric: gate.metric, ...limit, ...precision },
          rows: asked.rows ?? measured.rows,
          chances: [0, limit.margin, 2 * limit.margin].map((worseBy) => chanceAt(worseBy, limit, precision)),
          marginForNineOfTen: marginFor(0.9, gate.confidence, precision),
        },
      ];
    });
  });
}

/** Metrics whose error comes from at most this many left-out groups, however many clusters there are. */
const JACKKNIFED: ReadonlySet<Metric> = new Set(['prAuc', 'precision', 'recall', 'f1']);
const MOST_GROUPS = 50;

/**
 * The error on a holdout of another size. It shrinks with the root of the rows when more of the same clusters come in, more days of as many
 * rows; more rows in the same clusters help less.
 */
export function precisionAt(
  metric: Metric,
  { standardError, degreesOfFreedom }: Difference,
  { rows, asked = rows }: { readonly rows: number; readonly asked?: number | undefined },
): Precision | undefined {
  if (standardError === null || standardError === 0) return undefined;
  const ratio = asked / rows;
  const groups = (degreesOfFreedom + 1) * ratio;
  const capped = JACKKNIFED.has(metric) ? Math.min(groups, Math.max(MOST_GROUPS, degreesOfFreedom + 1)) : groups;
  return {
    standardError: standardError / Math.sqrt(ratio),
    degreesOfFreedom: ratio === 1 ? degreesOfFreedom : Math.max(1, Math.round(capped) - 1),
  };
}
