import type { DataMatrix } from './data-matrix.ts';
import { FlatForest } from './flat-forest.ts';
import type { Model } from './model.ts';
import { findObjective, type Objective } from './objective.ts';

/** Predicts with a model, as XGBoost's CPU predictor does. */
export class Predictor {
  readonly features: number;
  /** Numbers per row: 1, or one probability for each class. */
  readonly outputs: number;
  private readonly forests: readonly FlatForest[];
  private readonly objective: Objective;
  private readonly baseMargin: number;

  /** @throws TypeError when the model's objective is none of those the local XGBoost knows. */
  constructor(model: Model) {
    this.features = model.features;
    const objective = findObjective(model.objective, model);
    if (objective === undefined)
      throw new TypeError(`The model's objective ${model.objective} is not known to the local XGBoost`);
    this.objective = objective;
    this.outputs = objective.outputs;
    this.forests = Array.from({ length: this.outputs }, (_, output) => {
      return new FlatForest(model.trees.filter((_, tree) => model.treeClasses[tree] === output));
    });
    this.baseMargin = this.objective.margin(model.baseScore);
  }

  /** The outputs of each row, row after row, float32. The matrix must have as many columns as the model has features. */
  predict(matrix: DataMatrix): Float32Array {
    if (matrix.columns !== this.features) {
      throw new RangeError(`The rows have ${matrix.columns} values, but the model takes ${this.features} features`);
    }
    const { rows } = matrix;
    const margins = new Float32Array(rows * this.outputs).fill(this.baseMargin);
    for (const [output, forest] of this.forests.entries()) {
      forest.addTo(margins.subarray(output * rows, (output + 1) * rows), matrix);
    }
    this.objective.predict(margins, margins);
    return this.outputs === 1 ? margins : rowByRow(margins, rows);
  }
}

/** Numbers that stand output by output, row by row. */
function rowByRow(values: Float32Array, rows: number): Float32Array {
  const outputs = values.length / rows;
  return values.map((_, at) => values[(at % outputs) * rows + Math.floor(at / outputs)]!);
}
