import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../local/images/xgboost/random.ts';

/** How many rows are written at once. */
const CHUNK = 1000;

/** The share of rows labelled 1, and of rows whose label is drawn by chance. */
const POSITIVE = 0.1;
const FLIPPED = 0.03;

/**
 * A hard two-class problem in the manner of Guyon's Madelon (as in scikit-learn's make_classification): eight Gaussian
 * clusters per class around corners of a hypercube in half of the features, linear mixtures of these in a sixth, noise in the rest.
 */
export function writeClassification(folder: string, { rows, features }: { rows: number; features: number }): void {
  const random = seededRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const informative = Math.floor(features / 2);
  const mixtures = Math.floor(features / 6);
  const matrix = (height: number) => Array.from({ length: height }, () => Array.from({ length: informative }, normal));
  const corners = matrix(16).map((corner) => corner.map((value) => Math.sign(value) * 0.8));
  const mixing = matrix(mixtures);
  const row = () => {
    const label = random() < POSITIVE ? 1 : 0;
    const corner = corners[2 * Math.floor(random() * 8) + label]!;
    const own = corner.map((center) => center + normal());
    const mixed = mixing.map((weights) => weights.reduce((sum, weight, i) => sum + weight * own[i]!, 0));
    const noise = Array.from({ length: features - informative - mixtures }, normal);
    const shown = random() < FLIPPED ? Math.floor(random() * 2) : label;
    return [shown, ...[...own, ...mixed, ...noise].map((value) => value.toFixed(6))].join(',');
  };
  writeRows(join(folder, 'train.csv'), { rows, row });
  writeRows(join(folder, 'test.csv'), { rows: rows / 4, row });
}

function writeRows(path: string, { rows, row }: { rows: number; row: () => string }): void {
  const file = openSync(path, 'w');
  for (let written = 0; written < rows; written += CHUNK) {
    const lines = Array.from({ length: Math.min(CHUNK, rows - written) }, row);
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}
