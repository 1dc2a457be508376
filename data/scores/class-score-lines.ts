import { SUM_TOLERANCE } from '#domain/scored-answer.ts';
import { type Database, quote } from '../duckdb.ts';
import { ScoreCountMismatchError, ScoreNotFiniteError, ScoreOutOfRangeError, ScoreSumError } from '../errors.ts';

/**
 * Reads lines that begin with the row id and end with a probability per class: in brackets, `id,[0.1, 0.2, 0.7]`, as SageMaker's
 * XGBoost image writes them, or plainly, `id,0.1,0.2,0.7`. What stands between them, such as the features of a whole joined
 * record, is passed over.
 */
export function classScoresSelect(path: string, width: number): string {
  return `WITH lines AS (
      SELECT trim(split_part(line, ',', 1), '" ') AS row_id, substr(line, strpos(line, ',') + 1) AS text
      FROM read_csv(${quote(path)}, auto_detect = false, header = false, delim = '\x1f', quote = '', escape = '',
        columns = {'line': 'VARCHAR'})
    ), cells AS (
      SELECT row_id, text, CASE WHEN contains(text, '[') AND ends_with(rtrim(text, ' "'), ']')
        THEN string_split(rtrim(split_part(text, '[', -1), ' "]'), ',')
        ELSE string_split(translate(text, '[]"', ''), ',')[-${width}:] END AS found FROM lines
    )
    SELECT row_id, text, list_transform(found, lambda cell: try_cast(cell AS DOUBLE)) AS scores FROM cells`;
}

/**
 * Every row has one probability per class, and they add up to 1.
 * @throws ScoreCountMismatchError, ScoreNotFiniteError, ScoreOutOfRangeError, ScoreSumError
 */
export async function checkClassScores(
  database: Database,
  { model, classes }: { model: string; classes: readonly string[] },
): Promise<void> {
  const width = classes.length;
  const first = async (where: string) => {
    const [row] = await database.rows(
      `SELECT row_id, text, len(scores)::INTEGER AS count, list_sum(scores) AS sum FROM ${model}
        WHERE ${where} ORDER BY row_id LIMIT 1`,
    );
    if (row === undefined) return undefined;
    const gives = `The ${model} gives the row ${row.row_id} the scores ${shown(String(row.text))}`;
    return { gives, count: Number(row.count), sum: Number(row.sum) };
  };
  const several = await first(`len(scores) <> ${width}`);
  if (several !== undefined) {
    const count = `${several.count} of them, but data.label.classes names ${width}`;
    throw new ScoreCountMismatchError(`${several.gives}: ${count}.`);
  }
  const odd = await first(`list_count(scores) <> ${width} OR NOT isfinite(list_sum(scores))`);
  if (odd !== undefined) throw new ScoreNotFiniteError(`${odd.gives}: not all are finite numbers.`);
  const outside = await first('list_min(scores) < 0 OR list_max(scores) > 1');
  if (outside !== undefined) throw new ScoreOutOfRangeError(`${outside.gives}: a probability is from 0 to 1.`);
  const off = await first(`abs(list_sum(scores) - 1) > ${SUM_TOLERANCE}`);
  if (off === undefined) return;
  const sum = Number(off.sum.toPrecision(6));
  throw new ScoreSumError(`${off.gives}: they add up to ${sum}, and the probabilities of all classes to 1.`);
}

/** The end of a line, where the scores are. */
function shown(text: string): string {
  return text.length > 200 ? `...${text.slice(-200)}` : text;
}
