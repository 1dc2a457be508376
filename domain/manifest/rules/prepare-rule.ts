import { type Problem, problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** The SQL exists and names the columns that the stages read. */
export const prepareRule: Rule = ({ prepare, evaluation }, { prepareSql }) => {
  if (!/^[A-Za-z0-9_-]+\.sql$/.test(prepare)) {
    return [problem(['prepare'], `"${prepare}" is not the name of an .sql file beside the manifest.`)];
  }
  if (prepareSql === undefined) return [problem(['prepare'], `There is no file "${prepare}" beside the manifest.`)];
  const words = new Set(prepareSql.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []);
  const problems: Problem[] = [];
  for (const column of ['row_id', 'event_time', 'label']) {
    if (!words.has(column)) problems.push(problem(['prepare'], `${prepare} returns no column ${column}.`));
  }
  for (const [index, slice] of evaluation.slices.entries()) {
    if (words.has(`slice_${slice.toLowerCase()}`)) continue;
    problems.push(problem(['evaluation', 'slices', index], `${prepare} returns no column slice_${slice}.`));
  }
  return problems;
};
