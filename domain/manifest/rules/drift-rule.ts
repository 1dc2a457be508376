import { comparedWith } from '../../drift/compared-with.ts';
import { toleranceDays } from '../../drift/period.ts';
import { type Problem, problem } from '../problem.ts';
import type { Drift, FeatureDrift } from '../schema.ts';
import type { Rule } from './rule.ts';

/** Days of the shortest month. */
const SHORTEST_MONTH = 28;

/** Drift has a limit, and a period that can be told from now. */
export const driftRule: Rule = ({ data }) => {
  const problems: Problem[] = [];
  for (const [index, drift] of data.drift.entries()) {
    const path = ['data', 'drift', index];
    if (drift.maxPsi === undefined && drift.maxKs === undefined && drift.maxNewCategoryShare === undefined) {
      problems.push(problem(path, 'No limit: give maxPsi, maxKs or maxNewCategoryShare.'));
    }
    problems.push(...periodProblems(path, drift));
  }
  for (const [index, drift] of data.featureDrift.entries()) {
    const path = ['data', 'featureDrift', index];
    if (drift.maxPsi === undefined && drift.maxKs === undefined) {
      problems.push(problem(path, 'No limit: give maxPsi or maxKs.'));
    }
    problems.push(...periodProblems(path, drift));
  }
  return problems;
};

function periodProblems(path: readonly PropertyKey[], drift: Drift | FeatureDrift): Problem[] {
  const { period } = drift;
  if (period === undefined) return [];
  const at = [...path, 'period'];
  const { months, days } = period;
  if ((months === undefined) === (days === undefined)) return [problem(at, 'Give either months or days.')];
  const problems: Problem[] = [];
  if (!comparedWith(drift).includes('accepted')) {
    const message = 'A period chooses among the accepted datasets, which `against` leaves out. Drop one of the two.';
    problems.push(problem(at, message));
  }
  const length = days ?? months! * SHORTEST_MONTH;
  if (toleranceDays(period) >= length) {
    const message = `${toleranceDays(period)} days reach to the dataset itself; a period of ${length} days needs less.`;
    problems.push(problem([...at, 'toleranceDays'], message));
  }
  return problems;
}
