import type { Manifest } from '#domain/manifest/schema.ts';
import { type CheckFinding, percent, structural } from '../validate/finding.ts';
import type { ClassMeasurement, LabelMeasurement } from '../validate/measurement.ts';
import { checkClassLabel } from './check-class-label.ts';
import { base } from './check-landing.ts';

/** The label can be computed, has more than one value, and its rate is one that is expected. */
export function checkLabel({ data }: Manifest, label: LabelMeasurement): CheckFinding[] {
  const { sql, kind } = data.label;
  if ('problem' in label) {
    const message = `The label \`${sql}\` cannot be computed: ${label.problem}. Correct data.label.sql.`;
    return [structural('label', message)];
  }
  if (label.rows === 0) return [structural('label', `No row has a label: \`${sql}\` is missing everywhere.`)];
  if ('classes' in label) return data.label.kind === 'multiclass' ? checkClassLabel(data, data.label, label) : [];
  const { rows, mean, low, high, odd } = label;
  const findings: CheckFinding[] = [];
  if (low === high) {
    const message = `All ${rows} labels are ${low}: there is nothing to learn. Check how \`${sql}\` was delivered.`;
    findings.push(structural('labelClasses', message, { count: rows }));
  }
  if (kind === 'binary' && odd > 0) {
    const message = `${odd} labels are neither 0 nor 1. Correct data.label.sql or what landed.`;
    findings.push(structural('labelValues', message, { count: odd }));
  }
  for (const expectation of data.expectations) {
    if (expectation.check !== 'labelRate') continue;
    const { min, max, mode } = expectation;
    const failed = mean < min || mean > max;
    const limit = `label rate from ${percent(min)} to ${percent(max)}`;
    const todo = failed ? ' Check how the label was delivered.' : '';
    const message = `${percent(mean)} of the rows have label 1; ${percent(min)} to ${percent(max)} are expected.${todo}`;
    findings.push(base({ check: 'labelRate', mode, limit, failed, message }));
  }
  return findings;
}

/** Whether something can be learnt from it: only then it makes sense to ask what predicts it. */
export function isUsable({ data }: Manifest, label: LabelMeasurement): boolean {
  if ('problem' in label || label.rows === 0) return false;
  if ('classes' in label) return isTold(label);
  if (label.low === label.high) return false;
  return data.label.kind !== 'binary' || label.odd === 0;
}

/** Every label names a class, and there are several. */
function isTold({ rows, classes }: ClassMeasurement): boolean {
  return classes.reduce((sum, count) => sum + count, 0) === rows && classes.filter((count) => count > 0).length > 1;
}
