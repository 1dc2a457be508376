import { LONGEST_SUFFIX, SAGEMAKER_NAME_LIMIT } from '../../naming.ts';
import { problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** The name is a key prefix, an endpoint and a part of every job's name. */
export const nameRule: Rule = ({ model }, { folder, stage }) => {
  const problems = [];
  if (!/^[a-z][a-z0-9-]*$/.test(model) || /--|-$/.test(model)) {
    problems.push(
      problem(
        ['model'],
        `"${model}" is not a model's name: lower-case letters, digits and single hyphens, letter first.`,
      ),
    );
  }
  if (/-probe$/.test(model)) {
    problems.push(problem(['model'], `"${model}" ends in -probe, as the endpoints that candidates are probed on do.`));
  }
  if (model !== folder) {
    problems.push(problem(['model'], `"${model}" is in the folder "${folder}". Name one after the other.`));
  }
  const longest = SAGEMAKER_NAME_LIMIT - LONGEST_SUFFIX.length - stage.length - 1;
  if (model.length > longest) {
    const why = `with the stage "${stage}" and a job's suffix it must fit SageMaker's ${SAGEMAKER_NAME_LIMIT}`;
    problems.push(problem(['model'], `"${model}" has ${model.length} characters; at most ${longest}, since ${why}.`));
  }
  return problems;
};
