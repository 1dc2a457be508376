import type { Expectation, Label } from '../data-schema.ts';
import { nearestHint } from '../nearest.ts';
import { type Problem, problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** An expectation that nothing, or everything, could meet is a mistake. */
export const expectationRule: Rule = ({ data }) => {
  const problems: Problem[] = [];
  for (const [index, expectation] of data.expectations.entries()) {
    const path = ['data', 'expectations', index];
    if (expectation.check === 'rowCount' || expectation.check === 'range' || expectation.check === 'labelRate') {
      problems.push(...limitProblems(path, expectation));
    }
    if (expectation.check === 'labelRate') problems.push(...labelRateProblems(path, expectation, data.label));
    if (expectation.check === 'matches' && !compiles(expectation.pattern)) {
      problems.push(problem([...path, 'pattern'], `"${expectation.pattern}" is no regular expression.`));
    }
  }
  return problems;
};

function labelRateProblems(
  path: readonly PropertyKey[],
  { class: name }: Extract<Expectation, { check: 'labelRate' }>,
  label: Label,
): Problem[] {
  const at = [...path, 'class'];
  switch (label.kind) {
    case 'number':
      return [
        problem([...path, 'check'], 'labelRate needs a binary label or a multiclass one; data.label.kind is "number".'),
      ];
    case 'binary':
      return name === undefined ? [] : [problem(at, 'A binary label has no classes: the rate is that of label 1.')];
    case 'multiclass':
      if (name === undefined) return [problem(at, `Missing. One of ${label.classes.join(', ')}.`)];
      if (label.classes.includes(name)) return [];
      return [problem(at, `No class "${name}" in data.label.classes.${nearestHint(name, label.classes)}`)];
  }
}

/** Limits of anything with an optional `min` and `max`: at least one, in order. */
export function limitProblems(
  path: readonly PropertyKey[],
  { min, max }: { min?: number | undefined; max?: number | undefined },
): Problem[] {
  if (min === undefined && max === undefined) return [problem(path, 'No limit: give min, max or both.')];
  if (min !== undefined && max !== undefined && min > max) return [problem(path, `min ${min} is above max ${max}.`)];
  return [];
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
