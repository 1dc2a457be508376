import type { LabelledData } from './data-matrix.ts';
import { FlatForest } from './flat-forest.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import { METRICS, type Metric } from './metric.ts';
import type { Model } from './model.ts';
import { findObjective, type Objective } from './objective.ts';
import { sampleWithoutReplacement, seededRandom } from './random.ts';
import type { Tree } from './tree.ts';
import { TreeGrowth } from './tree-growth.ts';

/** A data set under a name, watched after each round. Margins and predictions stand output by output. */
interface Watched {
  readonly name: string;
  readonly data: LabelledData;
  readonly margins: Float32Array;
  /** At the margins. */
  readonly predictions: Float32Array;
}

export interface BoostingInput {
  readonly train: LabelledData;
  readonly validation?: LabelledData | undefined;
  readonly hyperparameters: Hyperparameters;
  /** Gets a line per round: `[0]\ttrain-logloss:0.61234\tvalidation-logloss:0.62345`. */
  readonly log: (line: string) => void;
}

/** Trains a model round by round, as `xgboost.train` does with the hist tree method. */
export function boost(input: BoostingInput): Model {
  return new Boosting(input).run();
}

class Boosting {
  private readonly hyperparameters: Hyperparameters;
  private readonly log: (line: string) => void;
  private readonly objective: Objective;
  private readonly growth: TreeGrowth;
  private readonly metrics: readonly Metric[];
  private readonly watched: readonly Watched[];
  private readonly random: () => number;
  private readonly trees: Tree[] = [];
  private readonly treeClasses: number[] = [];

  constructor(input: BoostingInput) {
    this.hyperparameters = input.hyperparameters;
    this.log = input.log;
    const { evalMetrics, seed, baseScore, objective: name } = this.hyperparameters;
    const objective = findObjective(name, this.hyperparameters)!;
    this.objective = objective;
    this.growth = new TreeGrowth(input.train, this.hyperparameters);
    this.metrics = (evalMetrics.length > 0 ? evalMetrics : [objective.defaultMetric]).map((name) => METRICS.get(name)!);
    this.random = seededRandom(seed);
    const watch = (name: string, data: LabelledData): Watched => {
      const margins = new Float32Array(data.rows * objective.outputs).fill(objective.margin(baseScore));
      const predictions = new Float32Array(margins.length);
      objective.predict(margins, predictions);
      return { name, data, margins, predictions };
    };
    this.watched = [watch('train', input.train), ...(input.validation ? [watch('validation', input.validation)] : [])];
  }

  run(): Model {
    const { numRound, earlyStoppingRounds } = this.hyperparameters;
    let best = { round: -1, score: Number.NaN };
    for (let round = 0; round < numRound; round++) {
      this.addTrees();
      const score = this.report(round);
      if (earlyStoppingRounds === undefined) continue;
      if (best.round < 0 || this.isBetter(score, best.score)) best = { round, score };
      else if (round - best.round >= earlyStoppingRounds) break;
    }
    return this.model(best);
  }

  /** One tree for each output, all by the predictions of the round before. */
  private addTrees(): void {
    for (let output = 0; output < this.objective.outputs; output++) this.addTree(output);
    for (const { margins, predictions } of this.watched) this.objective.predict(margins, predictions);
  }

  private addTree(output: number): void {
    const { growth, objective } = this;
    const [train, ...others] = this.watched as [Watched, ...Watched[]];
    const own = (values: Float32Array, { rows }: LabelledData) => values.subarray(output * rows, (output + 1) * rows);
    const predictions = own(train.predictions, train.data);
    objective.gradients(growth.gradients, { predictions, labels: train.data.labels, output });
    const columns = this.sampleColumns(train.data.columns);
    const rows = this.sampleRows(train.data.rows);
    const { tree, leaves } = growth.grow({ rows, columns });
    this.trees.push(tree);
    this.treeClasses.push(output);
    const forest = new FlatForest([tree]);
    const margins = own(train.margins, train.data);
    if (rows !== undefined) forest.addTo(margins, train.data);
    else for (const leaf of leaves) addLeaf(margins, leaf);
    for (const { margins, data } of others) forest.addTo(own(margins, data), data);
  }

  /** Logs every metric of every data set; answers the last metric of the last data set. */
  private report(round: number): number {
    let last = Number.NaN;
    const measured = this.watched.flatMap(({ name, data, predictions }) => {
      return this.metrics.map((metric) => {
        last = metric.measure(predictions, data.labels);
        return `\t${name}-${metric.name}:${last.toFixed(5)}`;
      });
    });
    this.log(`[${round}]${measured.join('')}`);
    return last;
  }

  private isBetter(score: number, best: number): boolean {
    return this.metrics.at(-1)!.larger ? score > best : score < best;
  }

  /** With early stopping only the best rounds are kept, as in SageMaker's image (save_best). */
  private model(best: { round: number; score: number }): Model {
    const { objective, scalePosWeight, baseScore, classes } = this.hyperparameters;
    const stopped = best.round >= 0;
    const kept = stopped ? (best.round + 1) * this.objective.outputs : this.trees.length;
    return {
      objective,
      baseScore,
      scalePosWeight,
      classes,
      features: this.watched[0]!.data.columns,
      trees: this.trees.slice(0, kept),
      treeClasses: this.treeClasses.slice(0, kept),
      attributes: stopped ? { best_iteration: String(best.round), best_score: String(best.score) } : {},
    };
  }

  /** The columns of the next tree: a share of them, at least one; undefined for all of them. */
  private sampleColumns(limit: number): readonly number[] | undefined {
    const share = this.hyperparameters.colsampleBytree;
    if (share === 1) return undefined;
    return sampleWithoutReplacement(this.random, { count: Math.max(1, Math.floor(share * limit)), limit });
  }

  /** The rows of the next tree: each with probability `subsample`; undefined for all of them. */
  private sampleRows(rows: number): Int32Array | undefined {
    const { subsample } = this.hyperparameters;
    if (subsample === 1) return undefined;
    const sampled = new Int32Array(rows);
    let count = 0;
    for (let row = 0; row < rows; row++) if (this.random() < subsample) sampled[count++] = row;
    return sampled.subarray(0, count);
  }
}

function addLeaf(margins: Float32Array, { rows, value }: { rows: Int32Array; value: number }): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    margins[row] = margins[row]! + value;
  }
}
