/** What one captured answer says: a score for each row (NaN for what is no number), or why it cannot be read. */
export type Answer = { readonly scores: readonly number[] } | { readonly unreadable: string };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const SEVERAL = 'several numbers for each row';

/**
 * The scores of an answer in CSV: a line for each row, or one line for all, as SageMaker's XGBoost images have answered over time.
 * @param rows how many rows were asked for; undefined when that is not known
 */
export function csvScores(text: string, rows: number | undefined): Answer {
  // SageMaker's XGBoost image answers the probabilities of several classes in brackets.
  if (text.includes('[')) return { unreadable: SEVERAL };
  const lines = linesOf(text).map((line) => line.split(','));
  const cells = lines.flat();
  if (cells.length <= 1 || cells.length === rows)
    return { scores: cells.length === 0 ? [Number.NaN] : cells.map(cellScore) };
  if (lines.every((line) => line.length === 1)) return { scores: cells.map(cellScore) };
  return { unreadable: SEVERAL };
}

/** The scores of an answer in JSON, or in a JSON document each line: `0.2`, `[0.2, 0.4]`, `{"predictions": [{"score": 0.2}]}`. */
export function jsonScores(text: string): Answer {
  const whole = parsed(text);
  if (whole !== undefined) return scoresOf(whole.value);
  const lines = linesOf(text).map(parsed);
  if (lines.length === 0 || lines.includes(undefined)) return { unreadable: 'no JSON' };
  return scoresOf(lines.map((line) => line?.value));
}

function scoresOf(value: unknown): Answer {
  const rows = predictionsOf(value);
  const scores = rows.map(rowScore);
  const foreign = scores.find((score) => typeof score === 'string');
  return foreign === undefined ? { scores: scores as number[] } : { unreadable: foreign };
}

function predictionsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const { predictions } = (value ?? {}) as { predictions?: unknown };
  return Array.isArray(predictions) ? predictions : [value];
}

/** The score of one row, or why there is none to read. */
function rowScore(row: unknown): number | string {
  if (row === null) return Number.NaN;
  if (typeof row === 'number') return row;
  if (typeof row === 'string') return cellScore(row);
  if (Array.isArray(row)) return row.length === 1 && !Array.isArray(row[0]) ? rowScore(row[0]) : SEVERAL;
  const { score } = row as { score?: unknown };
  return typeof score === 'number' || score === null ? rowScore(score) : 'JSON without a score';
}

function cellScore(cell: string): number {
  const text = cell.trim().replace(/^"(.*)"$/, '$1');
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
