import type { Ranked } from './area-under-curve.ts';
import { type Clusters, clusterSizes } from './clusters.ts';
import { type ModelScores, modelScores } from './model-scores.ts';
import { once } from './once.ts';
import type { SliceColumn } from './scored-rows.ts';

/** The rows of each value of a slice column, ascending, and where each row stands among those of its value. */
export interface Parts {
  readonly rows: readonly Uint32Array[];
  readonly places: Uint32Array;
}

export function partRows({ values, codes }: SliceColumn): Parts {
  const sizes = clusterSizes({ codes, count: values.length });
  const rows = Array.from(sizes, (size) => new Uint32Array(size));
  const places = new Uint32Array(codes.length);
  sizes.fill(0);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    const place = sizes[code]!;
    rows[code]![place] = row;
    places[row] = place;
    sizes[code] = place + 1;
  }
  return { rows, places };
}

/** A model's rows parted by the values of a slice column. What is known of each row of the whole is not made again. */
export function partModel(model: ModelScores, { codes }: SliceColumn, parts: Parts): ModelScores[] {
  const ranked = partRanking(model.ranked(), codes, parts);
  const labels = partValues(model.labels, codes, parts);
  const scores = partValues(model.scores, codes, parts);
  const losses = once(() => partValues(model.logLosses(), codes, parts));
  return parts.rows.map((part, code) =>
    modelScores({
      labels: labels[code]!,
      scores: scores[code]!,
      clusters: clustersWithin(model.clusters, part),
      known: { ranked: () => ranked[code]!, logLosses: () => losses()[code]! },
    }),
  );
}

/** One walk over all values: to gather each part's would walk over them once for each. */
function partValues(values: Float64Array, codes: Uint32Array, { rows, places }: Parts): Float64Array[] {
  const parts = rows.map(({ length }) => new Float64Array(length));
  for (let row = 0; row < values.length; row += 1) parts[codes[row]!]![places[row]!] = values[row]!;
  return parts;
}

/** The ranking of the whole, parted: each part is ranked as the whole is. */
function partRanking(whole: Ranked, codes: Uint32Array, { rows, places }: Parts): Ranked[] {
  const parts = rows.map(({ length }) => ({
    order: new Uint32Array(length),
    scores: new Float64Array(length),
    labels: new Float64Array(length),
  }));
  const filled = new Uint32Array(rows.length);
  const { order, scores, labels } = whole;
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place]!;
    const code = codes[row]!;
    const next = filled[code]!;
    const part = parts[code]!;
    part.order[next] = places[row]!;
    part.scores[next] = scores[place]!;
    part.labels[next] = labels[place]!;
    filled[code] = next + 1;
  }
  return parts;
}

/** The values of these rows, in their order, of which each has `width` that stand together. */
export function gatherRows(values: Float64Array, rows: Uint32Array, width: number): Float64Array {
  const gathered = new Float64Array(rows.length * width);
  for (let place = 0; place < rows.length; place += 1) {
    const from = rows[place]! * width;
    for (let at = 0; at < width; at += 1) gathered[place * width + at] = values[from + at]!;
  }
  return gathered;
}

/** The clusters that occur among these rows, numbered anew. */
export function clustersWithin({ codes, count }: Clusters, rows: Uint32Array): Clusters {
  const renumbered = new Int32Array(count).fill(-1);
  const within = new Uint32Array(rows.length);
  let next = 0;
  for (let place = 0; place < rows.length; place += 1) {
    const code = codes[rows[place]!]!;
    if (renumbered[code] === -1) {
      renumbered[code] = next;
      next += 1;
    }
    within[place] = renumbered[code]!;
  }
  return { codes: within, count: next };
}
