import { type Problem, problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** A class's name can be told from the others, in a table and in a label. */
export const labelRule: Rule = ({ data: { label } }) => {
  if (label.kind !== 'multiclass') return [];
  return label.classes.flatMap((name, index): Problem[] => {
    const path = ['data', 'label', 'classes', index];
    if (label.classes.indexOf(name) !== index) return [problem(path, `A second class named "${name}".`)];
    if (name.trim() === '') return [problem(path, 'A class needs a name.')];
    if (name.trim() === name && !/\p{Cc}/u.test(name)) return [];
    return [problem(path, `"${name}" has white space around it, or a control character. Trim it in data.label.sql.`)];
  });
};
