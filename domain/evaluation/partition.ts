import type { Clusters } from './clusters.ts';
import { gather, type ModelScores, modelScores } from './model-scores.ts';
import type { SliceColumn } from './scored-rows.ts';

/** The rows of each value of a slice column, ascending, and where each row stands among those of its value. */
export interface Parts {
  readonly rows: readonly Uint32Array[];
  readonly places: Uint32Array;
}

export function partRows({ values, codes }: SliceColumn): Parts {
  const sizes = new Uint32Array(values.length);
  for (const code of codes) sizes[code] = sizes[code]! + 1;
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

/** A model's rows parted by the values of a slice column, each part ranked as the whole is. */
export function partModel(model: ModelScores, { codes }: SliceColumn, { rows, places }: Parts): ModelScores[] {
  const orders = rows.map((part) => new Uint32Array(part.length));
  const filled = new Uint32Array(rows.length);
  const { order } = model.ranked();
  for (let place = 0; place < order.length; place += 1) {
    const row = order[place]!;
    const code = codes[row]!;
    const next = filled[code]!;
    orders[code]![next] = places[row]!;
    filled[code] = next + 1;
  }
  return rows.map((part, code) =>
    modelScores({
      labels: gather(model.labels, part),
      scores: gather(model.scores, part),
      clusters: clustersWithin(model.clusters, part),
      order: orders[code]!,
    }),
  );
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
