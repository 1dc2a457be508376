import type { ClassScores } from './class-scores.ts';
import type { Estimate } from './clusters.ts';
import { type ConfusionMatrix, macroF1 } from './confusion-matrix.ts';
import { groupCount, groupedEstimate } from './jackknife.ts';

/** Macro-F1 with its jackknife error: confusion matrices add up, so each group's is counted once and taken off the whole. */
export function macroF1Estimate(model: ClassScores): Estimate {
  return groupedEstimate(macroF1(model.confusion()), macroF1WithoutGroups(model));
}

/** The difference of two models' macro-F1 on the same rows, with its jackknife error. */
export function macroF1Difference(candidate: ClassScores, champion: ClassScores): Estimate {
  const theirs = macroF1WithoutGroups(champion);
  const without = macroF1WithoutGroups(candidate).map((mine, group) => mine - theirs[group]!);
  return groupedEstimate(macroF1(candidate.confusion()) - macroF1(champion.confusion()), without);
}

function macroF1WithoutGroups(model: ClassScores): number[] {
  const whole = model.confusion();
  return matricesByGroup(model).map((group) =>
    macroF1({ width: whole.width, cells: whole.cells.map((count, cell) => count - group.cells[cell]!) }),
  );
}

function matricesByGroup({ labels, clusters, width, decided }: ClassScores): ConfusionMatrix[] {
  const groups = groupCount(clusters);
  const matrices = Array.from({ length: groups }, () => ({ width, cells: new Float64Array(width * width) }));
  const decisions = decided();
  for (let row = 0; row < labels.length; row += 1) {
    const { cells } = matrices[clusters.codes[row]! % groups]!;
    const cell = labels[row]! * width + decisions[row]!;
    cells[cell] = cells[cell]! + 1;
  }
  return matrices;
}
