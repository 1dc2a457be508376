import { Metric } from '../gate-schema.ts';
import { nearest } from '../nearest.ts';
import { type Problem, problem } from '../problem.ts';
import type { Manifest } from '../schema.ts';
import { limitProblems } from './expectation-rule.ts';
import type { Rule } from './rule.ts';

type LabelKind = Manifest['data']['label']['kind'];

const REGRESSION: readonly Metric[] = ['rmse', 'mae', 'r2', 'bias'];

const MULTICLASS: readonly Metric[] = ['accuracy', 'macroF1', 'logLoss', 'logLossSkill'];

/** Metrics of one row's own number, or of few groups, whose paired difference has a standard error. */
const PAIRED: readonly Metric[] = [
  ...(['auc', 'logLoss', 'brier', 'prAuc', 'precision', 'recall', 'f1', 'rmse', 'mae'] as const),
  ...(['accuracy', 'macroF1'] as const),
];

/** The metrics that a label of this kind has. */
export function metricsOf(kind: LabelKind): Metric[] {
  if (kind === 'number') return [...REGRESSION];
  if (kind === 'multiclass') return [...MULTICLASS];
  const others: readonly Metric[] = [...REGRESSION, 'accuracy', 'macroF1'];
  return Metric.options.filter((metric) => !others.includes(metric));
}

/** The metrics that a candidate can be compared by. */
export function pairedMetricsOf(kind: LabelKind): Metric[] {
  return metricsOf(kind).filter((metric) => PAIRED.includes(metric));
}

/** Every gate can be judged on this label, has limits, and a name of its own. */
export const gateRule: Rule = ({ data, gates }) => {
  const { kind } = data.label;
  const problems: Problem[] = [];
  for (const [index, gate] of gates.entries()) {
    const path = ['gates', index];
    if (gates.findIndex((other) => other.name === gate.name) !== index) {
      problems.push(problem([...path, 'name'], `A second gate named "${gate.name}".`));
    }
    if (gate.kind === 'calibration') {
      if (kind !== 'binary') problems.push(problem([...path, 'kind'], 'A calibration gate needs a binary label.'));
      if (gate.minOe > gate.maxOe) {
        problems.push(problem(path, `minOe ${gate.minOe} is above maxOe ${gate.maxOe}.`));
      }
      continue;
    }
    if (!('metric' in gate)) continue;
    const valid = gate.kind === 'absolute' ? metricsOf(kind) : pairedMetricsOf(kind);
    if (!valid.includes(gate.metric)) {
      const what = `${gate.kind === 'absolute' ? 'an absolute' : `a ${gate.kind}`} gate on a ${kind} label`;
      const hint = `Nearest is "${nearest(gate.metric, valid)}". One of ${valid.join(', ')}.`;
      problems.push(problem([...path, 'metric'], `"${gate.metric}" is no metric of ${what}. ${hint}`));
    }
    if (gate.kind === 'absolute') problems.push(...limitProblems(path, gate));
  }
  if (!gates.some((gate) => gate.kind === 'absolute' && gate.mode === 'enforce')) {
    problems.push(
      problem(['gates'], 'No enforced absolute gate: the first version, which has no champion, would pass unjudged.'),
    );
  }
  return problems;
};
