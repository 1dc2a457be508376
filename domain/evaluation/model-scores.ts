import { type Placements, placements, type Ranked } from './area-under-curve.ts';
import { absoluteErrors, logLosses, squaredErrors } from './losses.ts';
import { rankOrder } from './rank-order.ts';

/** One model's predictions with what several metrics are made of, each made once and only when asked for. */
export interface ModelScores {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  ranked(): Ranked;
  placements(): Placements;
  logLosses(): Float64Array;
  squaredErrors(): Float64Array;
  absoluteErrors(): Float64Array;
}

/** `order` is given when the ranking is already known, as for a slice of ranked rows. */
export function modelScores(labels: Float64Array, scores: Float64Array, order?: Uint32Array): ModelScores {
  const ranked = once(() => ({ order: order ?? rankOrder(scores), scores }));
  return {
    labels,
    scores,
    ranked,
    placements: once(() => placements(labels, ranked())),
    logLosses: once(() => logLosses(labels, scores)),
    squaredErrors: once(() => squaredErrors(labels, scores)),
    absoluteErrors: once(() => absoluteErrors(labels, scores)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
