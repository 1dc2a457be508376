import { readFileSync } from 'node:fs';
import { parseCsv } from '../../local/images/xgboost/csv-parser.ts';
import type { LabelledData } from '../../local/images/xgboost/data-matrix.ts';

/** A CSV whose first column is the label. */
export function readLabelled(path: string): LabelledData {
  const table = parseCsv(readFileSync(path), path);
  const { rows } = table;
  const columns = table.columns - 1;
  const isFeature = (at: number) => at % table.columns !== 0;
  return {
    rows,
    columns,
    values: table.values.filter((_, at) => isFeature(at)),
    labels: table.values.filter((_, at) => !isFeature(at)),
  };
}
