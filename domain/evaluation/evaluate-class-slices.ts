import type { Metric } from '../manifest/gate-schema.ts';
import { defined } from './binary-metrics.ts';
import { plainClassMetrics } from './class-metrics.ts';
import { type ClassScores, classScores } from './class-scores.ts';
import { compareClasses } from './compare-classes.ts';
import type { SliceEvaluation } from './evaluation-document.ts';
import { clustersWithin, gatherRows, partRows } from './partition.ts';
import type { SliceColumn } from './scored-rows.ts';

/** Every value of one slice column, compared with the champion in the metrics given. */
export function evaluateClassSlices(
  slice: SliceColumn,
  { candidate, champion }: { candidate: ClassScores; champion: ClassScores | undefined },
  comparisons: readonly Metric[],
): SliceEvaluation[] {
  return partRows(slice).rows.flatMap((part, code) => {
    if (part.length === 0) return [];
    const own = rowsOf(candidate, part);
    const other = champion && rowsOf(champion, part);
    const compared = other === undefined ? [] : comparisons;
    return [
      {
        column: slice.column,
        value: slice.values[code]!,
        rows: part.length,
        candidate: numbers(own),
        ...(other && { champion: numbers(other) }),
        differences: Object.fromEntries(
          compared.map((metric) => [metric, compareClasses(metric, { candidate: own, champion: other ?? own })]),
        ),
      },
    ];
  });
}

function rowsOf({ labels, probabilities, width, clusters }: ClassScores, part: Uint32Array): ClassScores {
  return classScores({
    labels: gatherRows(labels, part, 1),
    probabilities: gatherRows(probabilities, part, width),
    width,
    clusters: clustersWithin(clusters, part),
  });
}

function numbers(model: ClassScores): SliceEvaluation['candidate'] {
  return Object.fromEntries(
    Object.entries(plainClassMetrics(model)).map(([metric, value]) => [metric, defined(value)]),
  );
}
