import { readScoredAnswer, type ScoredLabel } from '../scored-answer.ts';

/** The scores of each row of a request, in order; or what is wrong with the answer. */
export type ScoresOfRows = { readonly rows: readonly (readonly number[])[] } | { readonly problem: string };

/**
 * The scores of `count` rows in one answer of type text/csv: a row a line, or all on one line with commas between, as SageMaker's
 * XGBoost image answers an endpoint.
 */
export function readScoresOfRows(body: string, label: ScoredLabel, count: number): ScoresOfRows {
  const lines = body.trim().split(/\r?\n/);
  const parts = lines.length === 1 && count > 1 ? partsOf(lines[0]!, label) : lines;
  const rows: (readonly number[])[] = [];
  for (const part of parts) {
    const read = readScoredAnswer(part, label);
    if ('problem' in read) return read;
    rows.push(read.scores);
  }
  if (rows.length === count) return { rows };
  return { problem: `the answer has scores of ${rows.length} rows, the request has ${count}.` };
}

/** The rows on one line: numbers, or lists of numbers in brackets. */
function partsOf(line: string, label: ScoredLabel): string[] {
  if (label.kind !== 'multiclass') return line.split(',');
  return line.match(/\[[^[\]]*\]/g) ?? [line];
}
