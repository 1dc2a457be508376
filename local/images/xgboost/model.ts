import type { Tree } from './tree.ts';

/** What XGBoost keeps of a trained gbtree model. */
export interface Model {
  readonly objective: string;
  /** In the scale of predictions: a probability for binary:logistic. */
  readonly baseScore: number;
  readonly features: number;
  readonly scalePosWeight: number;
  /** num_class: how many classes multi:softprob tells apart, else 0. */
  readonly classes: number;
  readonly trees: readonly Tree[];
  /** tree_info: the class that each tree adds to, 0 where there is one output only. */
  readonly treeClasses: readonly number[];
  /** Free texts such as best_iteration. */
  readonly attributes: Readonly<Record<string, string>>;
}
