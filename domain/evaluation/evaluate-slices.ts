import type { Metric } from '../manifest/gate-schema.ts';
import { defined, plainBinaryMetrics } from './binary-metrics.ts';
import type { Clusters } from './clusters.ts';
import { compareModels } from './compare-models.ts';
import type { SliceEvaluation } from './evaluation-document.ts';
import { mean } from './losses.ts';
import { type ModelScores, modelScores } from './model-scores.ts';
import { plainRegressionMetrics } from './regression-metrics.ts';
import type { ScoredRows, SliceColumn } from './scored-rows.ts';

export interface SliceSettings {
  readonly kind: 'binary' | 'number';
  readonly threshold: number;
  /** Metrics in which every slice is compared with the champion. */
  readonly comparisons: readonly Metric[];
}

/** Every value of one slice column. The ranking of all rows is parted, not made again. */
export function evaluateSlices(
  { column, values, codes }: SliceColumn,
  { rows, candidate, champion }: { rows: ScoredRows; candidate: ModelScores; champion: ModelScores | undefined },
  settings: SliceSettings,
): SliceEvaluation[] {
  const members = partition(codes, values.length);
  const place = placesWithin(members, codes.length);
  const mine = partRanking(candidate, { codes, members, place });
  const theirs = champion === undefined ? undefined : partRanking(champion, { codes, members, place });
  return values.flatMap((value, code) => {
    const indices = members[code]!;
    if (indices.length === 0) return [];
    const gather = (source: Float64Array) => Float64Array.from(indices, (row) => source[row]!);
    const labels = gather(rows.labels);
    const part = (model: ModelScores, orders: readonly Uint32Array[]) =>
      modelScores(labels, gather(model.scores), orders[code]!);
    const own = part(candidate, mine);
    const other = champion === undefined || theirs === undefined ? undefined : part(champion, theirs);
    const clusters = clustersWithin(rows.clusters, indices);
    const differences =
      other === undefined
        ? {}
        : Object.fromEntries(
            settings.comparisons.map((metric) => [
              metric,
              compareModels(metric, { candidate: own, champion: other, clusters, threshold: settings.threshold }),
            ]),
          );
    return [
      {
        column,
        value,
        rows: indices.length,
        labelMean: mean(labels),
        candidate: numbers(own, settings),
        ...(other === undefined ? {} : { champion: numbers(other, settings) }),
        differences,
      },
    ];
  });
}

function numbers(model: ModelScores, { kind, threshold }: SliceSettings): SliceEvaluation['candidate'] {
  const plain = kind === 'binary' ? plainBinaryMetrics(model, threshold) : plainRegressionMetrics(model);
  return Object.fromEntries(Object.entries(plain).map(([metric, value]) => [metric, defined(value)]));
}

/** The rows of each code, ascending. */
function partition(codes: Uint32Array, count: number): Uint32Array[] {
  const sizes = new Uint32Array(count);
  for (const code of codes) sizes[code]! += 1;
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(count);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    parts[code]![filled[code]!] = row;
    filled[code]! += 1;
  }
  return parts;
}

/** Where each row stands within its own part. */
function placesWithin(members: readonly Uint32Array[], rows: number): Uint32Array {
  const place = new Uint32Array(rows);
  for (const part of members) {
    for (let index = 0; index < part.length; index += 1) place[part[index]!] = index;
  }
  return place;
}

/** Each part's own ranking, as places within the part. */
function partRanking(
  model: ModelScores,
  { codes, members, place }: { codes: Uint32Array; members: readonly Uint32Array[]; place: Uint32Array },
): Uint32Array[] {
  const orders = members.map((part) => new Uint32Array(part.length));
  const filled = new Uint32Array(members.length);
  for (const row of model.ranked().order) {
    const code = codes[row]!;
    orders[code]![filled[code]!] = place[row]!;
    filled[code]! += 1;
  }
  return orders;
}

/** The clusters that occur among these rows, numbered anew. */
function clustersWithin({ codes, count }: Clusters, indices: Uint32Array): Clusters {
  const renumbered = new Int32Array(count).fill(-1);
  let next = 0;
  const within = Uint32Array.from(indices, (row) => {
    const code = codes[row]!;
    if (renumbered[code] === -1) {
      renumbered[code] = next;
      next += 1;
    }
    return renumbered[code]!;
  });
  return { codes: within, count: next };
}
