import type { Clusters } from './clusters.ts';
import { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';
import { classLogLosses } from './losses.ts';
import { once } from './once.ts';

/** One model's probabilities of several classes with what several metrics are made of, each made once and only when asked for. */
export interface ClassScores {
  /** Index of each row's class. */
  readonly labels: Float64Array;
  /** The probabilities of the first row, then of the next. */
  readonly probabilities: Float64Array;
  /** How many classes there are. */
  readonly width: number;
  readonly clusters: Clusters;
  /** The most probable class of each row, the first of equals. */
  decided(): Uint32Array;
  /** 1 where the decision is right. */
  hits(): Float64Array;
  /** The probability of the class decided for. */
  confidences(): Float64Array;
  logLosses(): Float64Array;
  confusion(): ConfusionMatrix;
}

type Given = Pick<ClassScores, 'labels' | 'probabilities' | 'width' | 'clusters'>;

export function classScores(given: Given): ClassScores {
  const { labels, probabilities, width } = given;
  const decided = once(() => mostProbable(probabilities, width));
  return {
    ...given,
    decided,
    hits: once(() => hitsOf(labels, decided())),
    confidences: once(() => probabilitiesOf(decided(), probabilities)),
    logLosses: once(() => classLogLosses(labels, probabilities)),
    confusion: once(() => confusionMatrix(labels, decided(), width)),
  };
}

function hitsOf(labels: Float64Array, decided: Uint32Array): Float64Array {
  const hits = new Float64Array(labels.length);
  for (let row = 0; row < hits.length; row += 1) hits[row] = decided[row] === labels[row] ? 1 : 0;
  return hits;
}

function probabilitiesOf(decided: Uint32Array, probabilities: Float64Array): Float64Array {
  const width = probabilities.length / decided.length;
  const found = new Float64Array(decided.length);
  for (let row = 0; row < found.length; row += 1) found[row] = probabilities[row * width + decided[row]!]!;
  return found;
}

function mostProbable(probabilities: Float64Array, width: number): Uint32Array {
  const decided = new Uint32Array(probabilities.length / width);
  for (let row = 0; row < decided.length; row += 1) {
    const start = row * width;
    let best = start;
    for (let at = start + 1; at < start + width; at += 1) if (probabilities[at]! > probabilities[best]!) best = at;
    decided[row] = best - start;
  }
  return decided;
}
