import { type Placements, placements, type Ranked } from './area-under-curve.ts';
import type { Clusters } from './clusters.ts';
import { absoluteErrors, logLosses, squaredErrors } from './losses.ts';
import { once } from './once.ts';
import { rankOrder } from './rank-order.ts';

/** One model's predictions with what several metrics are made of, each made once and only when asked for. */
export interface ModelScores {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly clusters: Clusters;
  ranked(): Ranked;
  placements(): Placements;
  logLosses(): Float64Array;
  squaredErrors(): Float64Array;
  absoluteErrors(): Float64Array;
}

export interface Scored {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly clusters: Clusters;
  /** How some of it is got, when these are rows of which it is known already. */
  readonly known?: Pick<ModelScores, 'ranked' | 'logLosses'>;
}

export function modelScores({ labels, scores, clusters, known }: Scored): ModelScores {
  const ranked = once(known?.ranked ?? (() => rank(labels, scores, rankOrder(scores))));
  return {
    labels,
    scores,
    clusters,
    ranked,
    placements: once(() => placements(ranked(), clusters)),
    logLosses: once(known?.logLosses ?? (() => logLosses(labels, scores))),
    squaredErrors: once(() => squaredErrors(labels, scores)),
    absoluteErrors: once(() => absoluteErrors(labels, scores)),
  };
}

function rank(labels: Float64Array, scores: Float64Array, order: Uint32Array): Ranked {
  return { order, scores: gather(scores, order), labels: gather(labels, order) };
}

/** The values of these rows, in their order. */
export function gather(values: Float64Array, rows: Uint32Array): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) gathered[place] = values[rows[place]!]!;
  return gathered;
}
