import type { Data } from '#domain/manifest/schema.ts';
import { base } from '../expectations/check-landing.ts';
import type { ClassLabel } from '../expectations/measure-class-label.ts';
import type { CheckFinding } from '../validate/finding.ts';
import type { Measurement } from '../validate/measurement.ts';
import { LEAKAGE_REMEDY, type Suspect } from './leakage-remedy.ts';

/** A column, or a feature, that alone tells one class from all others too well to be known beforehand. */
export function checkClassLeakage(
  data: Data,
  label: ClassLabel,
  { power, suspect }: { power: Measurement['power']; suspect: Suspect },
): CheckFinding[] {
  const { limit, mode } = data.leakage;
  return Object.entries(power).map(([column, found]) => {
    const failed = found.power > limit;
    const todo = failed ? LEAKAGE_REMEDY[suspect] : '';
    const tells = `\`${column}\` alone tells the class ${label.classes[found.of ?? 0]} from all others`;
    const message = `${tells} with AUC ${Number(found.power.toPrecision(4))}; at most ${limit} is credible.${todo}`;
    return { ...base({ check: 'leakage', mode, limit: `AUC at most ${limit}`, failed, message }), column };
  });
}
