import { closeSync, openSync, writeSync } from 'node:fs';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Manifest } from '#domain/manifest/schema.ts';

/** Numeric columns beside id, at, kind and y. */
const NUMBERS = 27;

const numbers = Array.from({ length: NUMBERS }, (_, index) => `x${index}`);

const EVERY = { mode: 'enforce' } as const;

/** Twenty expectations, drift of ten columns by PSI and KS, and leakage of all. */
export const manifest: Manifest = Manifest.parse({
  model: 'bench',
  data: {
    format: 'csv',
    columns: {
      id: { type: 'string' },
      at: { type: 'timestamp' },
      kind: { type: 'string' },
      ...Object.fromEntries(numbers.map((name) => [name, { type: 'number' }])),
      y: { type: 'integer' },
    },
    label: { sql: 'y', kind: 'binary' },
    eventTime: 'at',
    window: 1,
    expectations: [
      { check: 'rowCount', min: 1000, ...EVERY },
      { check: 'unique', columns: ['id'], ...EVERY },
      { check: 'freshness', maxAgeHours: 1e6, ...EVERY },
      { check: 'labelRate', min: 0.05, max: 0.5, ...EVERY },
      { check: 'allowedValues', column: 'kind', values: ['a', 'b', 'c', 'd'], ...EVERY },
      { check: 'matches', column: 'id', pattern: '^R[0-9]+$', ...EVERY },
      { check: 'sql', name: 'order', predicate: 'x0 < x1 + 100', ...EVERY },
      { check: 'sql', name: 'sum', predicate: 'abs(x2 + x3 + x4) < 300', ...EVERY },
      ...numbers.slice(0, 6).map((column) => ({ check: 'nullShare', column, max: 0.1, ...EVERY })),
      ...numbers.slice(6, 12).map((column) => ({ check: 'range', column, min: -50, max: 50, ...EVERY })),
    ],
    drift: numbers.slice(0, 10).map((column) => ({ column, maxPsi: 0.25, maxKs: 0.2, ...EVERY })),
    holdout: {},
  },
  training: { image: 'xgboost:1.7-1', hyperparameters: {} },
  gates: [{ kind: 'absolute', name: 'auc', metric: 'auc', min: 0.5 }],
});

/** Writes about 250 bytes a row: 400,000 rows are 100 MB. One number in fifty is missing. */
export function writeCsv(path: string, rows: number, seed: number): void {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  const file = openSync(path, 'w');
  writeSync(file, `id,at,kind,${numbers.join(',')},y\n`);
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    const values = numbers.map(() =>
      uniform() < 0.02 ? '' : (4 * (uniform() + uniform() + uniform() - 1.5)).toFixed(5),
    );
    const at = new Date(Date.UTC(2024, 0, 1) + row * 6000).toISOString().slice(0, 19).replace('T', ' ');
    const kind = 'abcd'[Math.floor(uniform() * 4)];
    text += `R${row},${at},${kind},${values.join(',')},${uniform() < 0.2 ? 1 : 0}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}
