import { nearestHint } from '../nearest.ts';
import { type Problem, problem } from '../problem.ts';
import type { Manifest } from '../schema.ts';
import type { Rule } from './rule.ts';

/** Supported versions of the built-in image. */
export const XGBOOST_VERSIONS: readonly string[] = ['1.7-1', '3.0-5'];

/** What the built-in image takes. Source: SageMaker developer guide, "XGBoost hyperparameters". */
const XGBOOST_HYPERPARAMETERS: readonly string[] = [
  ...['num_round', 'objective', 'eval_metric', 'num_class', 'early_stopping_rounds', 'booster', 'seed', 'nthread'],
  ...['eta', 'gamma', 'max_depth', 'min_child_weight', 'max_delta_step', 'subsample', 'sampling_method'],
  ...['colsample_bytree', 'colsample_bylevel', 'colsample_bynode', 'lambda', 'alpha', 'tree_method', 'sketch_eps'],
  ...['scale_pos_weight', 'updater', 'refresh_leaf', 'process_type', 'grow_policy', 'max_leaves', 'max_bin'],
  ...['base_score', 'csv_weights', 'deterministic_histogram', 'dsplit', 'interaction_constraints'],
  ...['monotone_constraints', 'normalize_type', 'one_drop', 'rate_drop', 'sample_type', 'skip_drop', 'lambda_bias'],
  ...['single_precision_histogram', 'tweedie_variance_power', 'verbosity', 'aft_loss_distribution'],
  ...['aft_loss_distribution_scale', 'prob_buffer_row', 'use_dask_gpu_training'],
];

const OBJECTIVES = {
  binary: ['binary:logistic'],
  /** multi:softmax answers the class alone; evaluation needs a probability for each. */
  multiclass: ['multi:softprob'],
  number: ['reg:squarederror', 'reg:squaredlogerror', 'reg:absoluteerror', 'reg:gamma', 'reg:tweedie', 'count:poisson'],
} as const;

/** The image is known; the built-in one gets hyperparameters it knows and an objective that fits the label. */
export const trainingRule: Rule = ({ training, data }) => {
  const { image, hyperparameters } = training;
  if (!image.startsWith('xgboost:')) {
    if (/^[a-z0-9][a-z0-9.-]*(:\d+)?\/[a-z0-9._/-]+[:@][A-Za-z0-9._:-]+$/.test(image)) return [];
    const hint = nearestHint(
      image,
      XGBOOST_VERSIONS.map((version) => `xgboost:${version}`),
    );
    return [problem(['training', 'image'], `"${image}" is neither an image URI nor xgboost:<version>.${hint}`)];
  }
  const problems: Problem[] = [];
  const version = image.slice('xgboost:'.length);
  if (!XGBOOST_VERSIONS.includes(version)) {
    const hint = nearestHint(version, XGBOOST_VERSIONS);
    problems.push(problem(['training', 'image'], `No built-in XGBoost "${version}".${hint}`));
  }
  const at = (key: string) => ['training', 'hyperparameters', key];
  for (const key of Object.keys(hyperparameters)) {
    if (XGBOOST_HYPERPARAMETERS.includes(key)) continue;
    problems.push(problem(at(key), `Unknown hyperparameter "${key}".${nearestHint(key, XGBOOST_HYPERPARAMETERS)}`));
  }
  if (!(Number(hyperparameters.num_round) >= 1)) problems.push(problem(at('num_round'), 'Give the number of rounds.'));
  const valid: readonly string[] = OBJECTIVES[data.label.kind];
  const objective = String(hyperparameters.objective);
  if (!valid.includes(objective)) {
    const message = `"${objective}" does not fit a ${data.label.kind} label. One of ${valid.join(', ')}.`;
    problems.push(problem(at('objective'), message));
  }
  return [...problems, ...numClassProblems(at('num_class'), { training, data })];
};

function numClassProblems(
  path: readonly string[],
  { training: { hyperparameters }, data: { label } }: Pick<Manifest, 'training' | 'data'>,
): Problem[] {
  const given = hyperparameters.num_class;
  if (label.kind !== 'multiclass') {
    return given === undefined ? [] : [problem(path, `A ${label.kind} label has no classes. Leave num_class out.`)];
  }
  const count = label.classes.length;
  if (given !== undefined && Number(given) === count) return [];
  const found = given === undefined ? 'Missing' : `${given} given`;
  return [problem(path, `${found}, but data.label.classes names ${count}. Write num_class: ${count}.`)];
}
