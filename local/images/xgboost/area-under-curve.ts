import { floatKeys, radixSort } from './radix-sort.ts';

/**
 * The probability that a row labelled 1 is predicted above one labelled 0, a tie counting half. NaN when either kind is
 * missing, as in XGBoost.
 */
export function areaUnderCurve(predictions: Float32Array, labels: Float32Array): number {
  const positives = sortedKeys(predictions, (row) => labels[row]! > 0.5);
  const negatives = sortedKeys(predictions, (row) => labels[row]! <= 0.5);
  if (positives.length === 0 || negatives.length === 0) return Number.NaN;
  let below = 0;
  let upTo = 0;
  let wins = 0;
  for (const key of positives) {
    while (below < negatives.length && negatives[below]! < key) below++;
    if (upTo < below) upTo = below;
    while (upTo < negatives.length && negatives[upTo]! === key) upTo++;
    wins += below + (upTo - below) / 2;
  }
  return wins / (positives.length * negatives.length);
}

function sortedKeys(predictions: Float32Array, chosen: (row: number) => boolean): Uint32Array {
  const keys = floatKeys(predictions.filter((_, row) => chosen(row)));
  radixSort(keys);
  return keys;
}
