import type { DataMatrix } from './data-matrix.ts';
import { FlatForest } from './flat-forest.ts';
import type { Model } from './model.ts';
import { findObjective, type Objective } from './objective.ts';

/** Predicts with a model, as XGBoost's CPU predictor does. */
export class Predictor {
  readonly features: number;
  private readonly forest: FlatForest;
  private readonly objective: Objective;
  private readonly baseMargin: number;

  /** @throws TypeError when the model's objective is none of those the local XGBoost knows. */
  constructor(model: Model) {
    this.features = model.features;
    this.forest = new FlatForest(model.trees);
    const objective = findObjective(model.objective, model);
    if (objective === undefined)
      throw new TypeError(`The model's objective ${model.objective} is not known to the local XGBoost`);
    this.objective = objective;
    this.baseMargin = this.objective.margin(model.baseScore);
  }

  /** One prediction per row, float32. The matrix must have as many columns as the model has features. */
  predict(matrix: DataMatrix): Float32Array {
    if (matrix.columns !== this.features) {
      throw new RangeError(`The rows have ${matrix.columns} values, but the model takes ${this.features} features`);
    }
    const margins = new Float32Array(matrix.rows).fill(this.baseMargin);
    this.forest.addTo(margins, matrix);
    this.objective.predict(margins, margins);
    return margins;
  }
}
