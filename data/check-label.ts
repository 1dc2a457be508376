import type { Manifest } from '#domain/manifest/schema.ts';
import { checkClassLabel, classLabelAggregates } from './check-class-label.ts';
import { base } from './check-landing.ts';
import { type CheckFinding, percent, structural } from './finding.ts';
import type { Tally } from './tally.ts';

export interface LabelFacts {
  readonly findings: readonly CheckFinding[];
  /** Mean of the label; the base rate of a binary one. Absent when there is no usable label, or it names classes. */
  readonly mean?: number;
}

/** What is to be computed of the label. */
export function labelAggregates({ data }: Manifest): Map<string, string> {
  if (data.label.kind === 'multiclass') return classLabelAggregates(data.label);
  const value = `(${data.label.sql})::DOUBLE`;
  return new Map([
    ['label mean', `avg(${value})`],
    ['label low', `min(${value})`],
    ['label high', `max(${value})`],
    ['label rows', `count(${value})::DOUBLE`],
    ['label odd', `count(*) FILTER (WHERE ${value} NOT IN (0, 1))::DOUBLE`],
  ]);
}

/** The label can be computed, has more than one value, and its rate is one that is expected. */
export function checkLabel({ data }: Manifest, tally: Tally): LabelFacts {
  const { sql, kind } = data.label;
  const problem = tally.problem('label rows');
  if (problem !== undefined) {
    const message = `The label \`${sql}\` cannot be computed: ${problem}. Correct data.label.sql.`;
    return { findings: [structural('label', message)] };
  }
  const labelled = tally.count('label rows');
  if (labelled === 0)
    return { findings: [structural('label', `No row has a label: \`${sql}\` is missing everywhere.`)] };
  if (data.label.kind === 'multiclass') {
    return { findings: checkClassLabel(data, data.label, tally) };
  }
  const [low, high, odd] = [tally.value('label low'), tally.value('label high'), tally.count('label odd')];
  const findings: CheckFinding[] = [];
  if (low === high) {
    const message = `All ${labelled} labels are ${low}: there is nothing to learn. Check how \`${sql}\` was delivered.`;
    findings.push(structural('labelClasses', message, { count: labelled }));
  }
  if (kind === 'binary' && odd > 0) {
    const message = `${odd} labels are neither 0 nor 1. Correct data.label.sql or what landed.`;
    findings.push(structural('labelValues', message, { count: odd }));
  }
  const mean = tally.count('label mean');
  for (const expectation of data.expectations) {
    if (expectation.check !== 'labelRate') continue;
    const { min, max, mode } = expectation;
    const failed = mean < min || mean > max;
    const limit = `label rate from ${percent(min)} to ${percent(max)}`;
    const todo = failed ? ' Check how the label was delivered.' : '';
    const message = `${percent(mean)} of the rows have label 1; ${percent(min)} to ${percent(max)} are expected.${todo}`;
    findings.push(base({ check: 'labelRate', mode, limit, failed, message }));
  }
  return { findings, mean };
}
