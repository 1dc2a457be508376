import type { Tree } from './tree.ts';

/** What XGBoost keeps of a trained gbtree model. */
export interface Model {
  readonly objective: string;
  /** In the scale of predictions: a probability for binary:logistic. */
  readonly baseScore: number;
  readonly features: number;
  readonly scalePosWeight: number;
  readonly trees: readonly Tree[];
  /** Free texts such as best_iteration. */
  readonly attributes: Readonly<Record<string, string>>;
}
