/** Rows by their class and the class decided: cell `truth * width + decided`. */
export interface ConfusionMatrix {
  readonly width: number;
  readonly cells: Float64Array;
}

/** One class against all others. */
export interface ClassCounts {
  readonly hits: number;
  /** Rows of the class. */
  readonly rows: number;
  /** Rows decided for the class. */
  readonly decided: number;
}

export function confusionMatrix(labels: Float64Array, decided: Uint32Array, width: number): ConfusionMatrix {
  const cells = new Float64Array(width * width);
  for (let row = 0; row < labels.length; row += 1) {
    const cell = labels[row]! * width + decided[row]!;
    cells[cell] = cells[cell]! + 1;
  }
  return { width, cells };
}

export function classCounts({ width, cells }: ConfusionMatrix): ClassCounts[] {
  return Array.from({ length: width }, (_, of) => {
    let [rows, decided] = [0, 0];
    for (let other = 0; other < width; other += 1) {
      rows += cells[of * width + other]!;
      decided += cells[other * width + of]!;
    }
    return { hits: cells[of * width + of]!, rows, decided };
  });
}

/** NaN when nothing was decided for the class. */
export function classPrecision({ hits, decided }: ClassCounts): number {
  return hits / decided;
}

/** NaN when no row is of the class. */
export function classRecall({ hits, rows }: ClassCounts): number {
  return hits / rows;
}

/** Harmonic mean of precision and recall; NaN when no row is of the class and none was decided for it. */
export function classF1({ hits, rows, decided }: ClassCounts): number {
  return (2 * hits) / (rows + decided);
}

/**
 * Mean F1 of the classes that a row is of or was decided for: every class weighs the same, however rare. It is scikit-learn's
 * f1_score with average='macro'.
 */
export function macroF1(matrix: ConfusionMatrix): number {
  const known = classCounts(matrix).map(classF1).filter(Number.isFinite);
  return known.reduce((sum, f1) => sum + f1, 0) / known.length;
}
