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
    if (expectation.check === 'labelRate' && data.label.kind !== 'binary') {
      problems.push(problem([...path, 'check'], 'labelRate needs a binary label; data.label.kind is "number".'));
    }
    if (expectation.check === 'matches' && !compiles(expectation.pattern)) {
      problems.push(problem([...path, 'pattern'], `"${expectation.pattern}" is no regular expression.`));
    }
  }
  return problems;
};

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
