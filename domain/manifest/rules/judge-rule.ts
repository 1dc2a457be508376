import { METRIC_NAMES } from '../../release-plan/release-metrics.ts';
import { type Problem, problem } from '../problem.ts';
import type { CustomMetric, Judge } from '../schema.ts';
import type { Rule } from './rule.ts';

type Path = readonly (string | number)[];

const RESERVED: readonly string[] = Object.values(METRIC_NAMES);

/** CloudWatch takes 30 dimensions; one is EndpointConfigName. */
const MOST_DIMENSIONS = 29;

/** What is tolerated is less than what must be excluded, and every metric can be told from the others. */
export const judgeRule: Rule = ({ release: { judge } }) => {
  const path = ['release', 'judge'];
  const { clientErrors, slow, custom } = judge;
  return [
    ...toleranceProblems(path, judge),
    ...toleranceProblems([...path, 'clientErrors'], clientErrors),
    ...(slow === undefined ? [] : toleranceProblems([...path, 'slow'], slow)),
    ...custom.flatMap((metric, index) => [
      ...toleranceProblems([...path, 'custom', index], metric),
      ...customProblems([...path, 'custom', index], metric, custom.slice(0, index)),
    ]),
  ];
};

function toleranceProblems(
  path: Path,
  { margin, baselineMargin, maxRegression }: Pick<Judge, 'margin' | 'baselineMargin' | 'maxRegression'>,
): Problem[] {
  const problems: Problem[] = [];
  if (maxRegression <= margin) {
    const message = `maxRegression ${maxRegression} must be above margin ${margin}, or nothing is healthy.`;
    problems.push(problem([...path, 'maxRegression'], message));
  }
  if (baselineMargin !== undefined && baselineMargin < margin) {
    const why = "blue's past says less than blue beside green";
    const message = `baselineMargin ${baselineMargin} must be at least margin ${margin}: ${why}.`;
    problems.push(problem([...path, 'baselineMargin'], message));
  }
  return problems;
}

function customProblems(
  path: Path,
  { name, events, total, dimensions }: CustomMetric,
  before: readonly CustomMetric[],
): Problem[] {
  const problems: Problem[] = [];
  if (RESERVED.includes(name.toLowerCase()) || before.some((other) => other.name === name)) {
    const message = `A second metric named "${name}". Every metric has a name of its own; ${RESERVED.join(', ')} are taken.`;
    problems.push(problem([...path, 'name'], message));
  }
  if (events === total) {
    const message = `"${total}" counts all, so it cannot count the bad ones too: every request would be one.`;
    problems.push(problem([...path, 'events'], message));
  }
  if (Object.hasOwn(dimensions, 'EndpointConfigName')) {
    const message =
      'EndpointConfigName is added for each fleet. Name only dimensions that both have with the same value.';
    problems.push(problem([...path, 'dimensions', 'EndpointConfigName'], message));
  }
  if (Object.keys(dimensions).length > MOST_DIMENSIONS) {
    problems.push(
      problem([...path, 'dimensions'], `A metric of CloudWatch has at most 30, EndpointConfigName included.`),
    );
  }
  return problems;
}
