import { nearestHint } from '../nearest.ts';
import { type Problem, problem } from '../problem.ts';
import type { Rule } from './rule.ts';

/** Types whose values have an order, and so a distribution function. */
const ORDERED = ['integer', 'number', 'timestamp', 'date'];

/** Whatever names a landed column names one that is declared, of a type that fits. */
export const columnRule: Rule = ({ data }) => {
  const columns = Object.keys(data.columns);
  const problems: Problem[] = [];
  const refer = (path: PropertyKey[], column: string, kinds?: readonly string[]) => {
    const type = data.columns[column]?.type;
    if (type === undefined) {
      const hint = nearestHint(column, columns);
      problems.push(problem(['data', ...path], `No column "${column}" in data.columns.${hint}`));
    } else if (kinds !== undefined && !kinds.includes(type)) {
      problems.push(problem(['data', ...path], `Column "${column}" is a ${type}; this needs ${kinds.join(' or ')}.`));
    }
  };
  refer(['eventTime'], data.eventTime, ['timestamp', 'date']);
  for (const [index, expectation] of data.expectations.entries()) {
    const path = ['expectations', index];
    if (expectation.check === 'unique') {
      for (const column of expectation.columns) refer([...path, 'columns'], column);
    } else if (expectation.check === 'range') {
      refer([...path, 'column'], expectation.column, ['integer', 'number']);
    } else if (expectation.check === 'matches') {
      refer([...path, 'column'], expectation.column, ['string']);
    } else if ('column' in expectation) {
      refer([...path, 'column'], expectation.column);
    }
  }
  for (const [index, drift] of data.drift.entries()) {
    const path = ['drift', index];
    refer([...path, 'column'], drift.column, drift.maxKs === undefined ? undefined : ORDERED);
  }
  for (const [index, column] of data.leakage.except.entries()) refer(['leakage', 'except', index], column);
  return problems;
};
