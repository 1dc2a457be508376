import type { Data, Expectation } from '#domain/manifest/schema.ts';
import { type CheckFinding, percent, structural } from '../validate/finding.ts';
import type { ClassMeasurement } from '../validate/measurement.ts';
import { base } from './check-landing.ts';
import type { ClassLabel } from './measure-class-label.ts';

/** Every label names one of the classes, there is more than one, and each has the share that is expected. */
export function checkClassLabel(
  { columns, expectations }: Data,
  { sql, classes }: ClassLabel,
  { rows: labelled, classes: counts, oddName }: ClassMeasurement,
): CheckFinding[] {
  const odd = labelled - counts.reduce((sum, count) => sum + count, 0);
  const present = classes.filter((_, index) => counts[index]! > 0);
  const findings: CheckFinding[] = [];
  if (odd > 0) {
    const words = new Set(sql.match(/\w+/g));
    const secret = Object.entries(columns).some(([column, { sensitive }]) => sensitive && words.has(column));
    const example = secret ? '' : `, "${oddName}" for one`;
    const named = `${odd} of ${labelled} labels name none of data.label.classes${example}.`;
    const message = `${named} Correct data.label, whose SQL gives a class by its name, or what landed.`;
    findings.push(structural('labelValues', message, { count: odd }));
  }
  if (odd === 0 && present.length === 1) {
    const message = `All ${labelled} labels are ${present[0]}: there is nothing to learn. Check how \`${sql}\` was delivered.`;
    findings.push(structural('labelClasses', message, { count: labelled }));
  } else if (present.length < classes.length) {
    const absent = classes.filter((name) => !present.includes(name)).join(', ');
    findings.push(structural('labelClasses', `No row is of the class ${absent}.`, { mode: 'observe' }));
  }
  for (const expectation of expectations) {
    if (expectation.check !== 'labelRate') continue;
    const share = counts[classes.indexOf(expectation.class ?? '')]! / labelled;
    findings.push(rateFinding(expectation, share));
  }
  return findings;
}

function rateFinding({ class: name, min, max, mode }: Extract<Expectation, { check: 'labelRate' }>, share: number) {
  const failed = share < min || share > max;
  const limit = `share of ${name} from ${percent(min)} to ${percent(max)}`;
  const todo = failed ? ' Check how the label was delivered.' : '';
  const message = `${percent(share)} of the labels are ${name}; ${percent(min)} to ${percent(max)} are expected.${todo}`;
  return base({ check: 'labelRate', mode, limit, failed, message });
}
