import { HyperparameterError, integer, listOf, number, oneOf, type Reader } from './hyperparameter-values.ts';
import { METRICS } from './metric.ts';
import { nearestName } from './nearest-name.ts';
import { REFUSED_HYPERPARAMETERS } from './refused-hyperparameters.ts';

/** The largest depth: a level's histograms are kept in memory. */
const DEEPEST = 16;

const READERS = {
  num_round: integer({ from: 1 }),
  objective: oneOf('reg:squarederror', 'binary:logistic', 'multi:softprob'),
  num_class: integer({ from: 2 }),
  base_score: number({ from: Number.NEGATIVE_INFINITY }),
  tree_method: oneOf('hist', 'auto'),
  max_depth: integer({ from: 1, to: DEEPEST }),
  eta: number({ from: 0, to: 1 }),
  lambda: number({ from: 0 }),
  alpha: number({ from: 0 }),
  gamma: number({ from: 0 }),
  min_child_weight: number({ from: 0 }),
  subsample: number({ from: 0, to: 1, open: true }),
  colsample_bytree: number({ from: 0, to: 1, open: true }),
  max_bin: integer({ from: 2, to: 65535 }),
  seed: integer({ from: -(2 ** 31), to: 2 ** 31 - 1 }),
  scale_pos_weight: number({ from: 0, open: true }),
  early_stopping_rounds: integer({ from: 1 }),
  eval_metric: listOf(oneOf(...METRICS.keys())),
  // Changes nothing but the time in XGBoost too; here one thread does all.
  nthread: integer({ from: 1 }),
  verbosity: integer({ from: 0, to: 3 }),
} satisfies Record<string, Reader<unknown>>;

const ALIASES: Readonly<Record<string, keyof typeof READERS>> = {
  learning_rate: 'eta',
  reg_lambda: 'lambda',
  reg_alpha: 'alpha',
  min_split_loss: 'gamma',
  random_state: 'seed',
};

/** What the local XGBoost trains with; XGBoost 1.7's defaults filled in. */
export interface Hyperparameters {
  readonly numRound: number;
  readonly objective: 'reg:squarederror' | 'binary:logistic' | 'multi:softprob';
  /** num_class of multi:softprob, else 0. */
  readonly classes: number;
  readonly baseScore: number;
  readonly maxDepth: number;
  readonly eta: number;
  readonly lambda: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly minChildWeight: number;
  readonly subsample: number;
  readonly colsampleBytree: number;
  readonly maxBin: number;
  readonly seed: number;
  readonly scalePosWeight: number;
  readonly earlyStoppingRounds: number | undefined;
  /** Empty for the objective's own. */
  readonly evalMetrics: readonly string[];
}

type Values = { [name in keyof typeof READERS]?: ReturnType<(typeof READERS)[name]> };

/**
 * Reads hyperparameters as SageMaker hands them over, all texts.
 * @throws HyperparameterError for one that XGBoost knows but this one does not implement, for one nobody knows (with the
 * nearest known name), for a value out of range and for a missing num_round.
 */
export function parseHyperparameters(texts: Readonly<Record<string, string>>): Hyperparameters {
  const values: Record<string, unknown> = {};
  for (const [given, text] of Object.entries(texts)) {
    const name = Object.hasOwn(ALIASES, given) ? ALIASES[given]! : given;
    if (!Object.hasOwn(READERS, name)) {
      refuse(given, text);
      continue;
    }
    if (name in values) throw new HyperparameterError(`${given} is given twice, as ${name} too`);
    values[name] = READERS[name as keyof typeof READERS](text, given);
  }
  return withDefaults(values);
}

function withDefaults(values: Values): Hyperparameters {
  if (values.num_round === undefined) throw new HyperparameterError('num_round is required');
  const objective = values.objective ?? 'reg:squarederror';
  const baseScore = values.base_score ?? 0.5;
  if (objective === 'binary:logistic' && !(baseScore > 0 && baseScore < 1)) {
    throw new HyperparameterError(`base_score=${baseScore} is outside (0, 1), as binary:logistic needs it`);
  }
  checkClasses(objective, values);
  return {
    numRound: values.num_round,
    objective,
    classes: values.num_class ?? 0,
    baseScore,
    maxDepth: values.max_depth ?? 6,
    eta: values.eta ?? 0.3,
    lambda: values.lambda ?? 1,
    alpha: values.alpha ?? 0,
    gamma: values.gamma ?? 0,
    minChildWeight: values.min_child_weight ?? 1,
    subsample: values.subsample ?? 1,
    colsampleBytree: values.colsample_bytree ?? 1,
    maxBin: values.max_bin ?? 256,
    seed: values.seed ?? 0,
    scalePosWeight: values.scale_pos_weight ?? 1,
    earlyStoppingRounds: values.early_stopping_rounds,
    evalMetrics: values.eval_metric ?? [],
  };
}

/** What goes with several classes, and only with them. */
function checkClasses(objective: string, values: Values): void {
  const multiclass = objective === 'multi:softprob';
  if (multiclass && values.num_class === undefined) {
    throw new HyperparameterError('num_class is required by multi:softprob: how many classes there are');
  }
  if (!multiclass && values.num_class !== undefined) {
    throw new HyperparameterError(`num_class=${values.num_class} does not fit ${objective}; leave it out`);
  }
  if (multiclass && values.scale_pos_weight !== undefined && values.scale_pos_weight !== 1) {
    throw new HyperparameterError(
      `scale_pos_weight=${values.scale_pos_weight} has no meaning for multi:softprob; leave it out`,
    );
  }
  const fitting = [...METRICS.values()].filter((metric) => (metric.multiclass ?? false) === multiclass);
  for (const name of values.eval_metric ?? []) {
    if (fitting.some((metric) => metric.name === name)) continue;
    const names = fitting.map((metric) => metric.name).join(', ');
    throw new HyperparameterError(`eval_metric=${name} does not fit ${objective}; it takes ${names}`);
  }
}

/** Throws, unless the value given is the one that means what is done anyway. */
function refuse(name: string, text: string): void {
  if (REFUSED_HYPERPARAMETERS.has(name)) {
    const accepted = REFUSED_HYPERPARAMETERS.get(name);
    if (accepted !== undefined && (text === accepted || Number(text) === Number(accepted))) return;
    const only = accepted === undefined ? 'leave it out' : `only ${name}=${accepted} is`;
    throw new HyperparameterError(`${name}=${text} is not supported by the local XGBoost; ${only}`);
  }
  const nearest = nearestName(name, [
    ...Object.keys(READERS),
    ...Object.keys(ALIASES),
    ...REFUSED_HYPERPARAMETERS.keys(),
  ]);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new HyperparameterError(`${name} is not a hyperparameter of XGBoost${hint}`);
}
