import { type Problem, problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** Delayed labels can be judged, and what they may enforce can be done. */
export const qualityRule: Rule = ({ data, release }) => {
  const { labels } = release.quality ?? {};
  if (labels === undefined) return [];
  const path = ['release', 'quality', 'labels'];
  const problems: Problem[] = [];
  if (data.label.kind !== 'binary') {
    problems.push(
      problem(
        path,
        `Labels are judged by AUC and observed over expected; the label is a ${data.label.kind}, not binary.`,
      ),
    );
  }
  if (labels.minOe >= 1 || labels.maxOe <= 1) {
    const message = `minOe ${labels.minOe} and maxOe ${labels.maxOe} leave out 1, where predictions mean what they say.`;
    problems.push(problem(path, message));
  }
  if (labels.mode === 'enforce' && release.watchHours === 0) {
    const message =
      'A rollback is only enforced within the watch hours, and release.watchHours is 0. Set it, or observe.';
    problems.push(problem([...path, 'mode'], message));
  }
  return problems;
};
