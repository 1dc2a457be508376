import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ScoredRows } from '#domain/evaluation/scored-rows.ts';

const DAYS = 30;
const SLICE_COLUMNS = 2;
const SLICE_VALUES = 10;

/** Rows of two models that see the same signal with different noise; scores are float32, as XGBoost's are. */
export function scoredRows(rows: number, seed: number): ScoredRows & { readonly champion: Float64Array } {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const labels = new Float64Array(rows);
  const candidate = new Float64Array(rows);
  const champion = new Float64Array(rows);
  const days = new Uint32Array(rows);
  const slices = Array.from({ length: SLICE_COLUMNS }, (_, column) => ({
    column: `c${column}`,
    values: Array.from({ length: SLICE_VALUES }, (__, value) => `v${value}`),
    codes: new Uint32Array(rows),
  }));
  for (let row = 0; row < rows; row += 1) {
    const signal = 3 * (uniform() + uniform() - 1) - 1.5;
    labels[row] = uniform() < sigmoid(signal) ? 1 : 0;
    candidate[row] = Math.fround(sigmoid(signal + uniform() - 0.5));
    champion[row] = Math.fround(sigmoid(0.9 * signal + 2 * (uniform() - 0.5)));
    days[row] = Math.floor((row * DAYS) / rows);
    for (const slice of slices) slice.codes[row] = Math.floor(uniform() * SLICE_VALUES);
  }
  return { labels, candidate, champion, clusters: { codes: days, count: DAYS }, slices };
}

/** Puts the arrays down for the peer to read, as raw little-endian numbers. */
export function writeArrays(directory: string, { labels, candidate, champion, clusters, slices }: ScoredRows): void {
  const arrays = { labels, candidate, champion: champion!, days: clusters.codes };
  for (const [name, array] of Object.entries(arrays)) writeFileSync(join(directory, `${name}.bin`), array);
  for (const [index, { codes }] of slices.entries()) writeFileSync(join(directory, `slice${index}.bin`), codes);
}
