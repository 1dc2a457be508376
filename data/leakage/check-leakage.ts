import type { Manifest } from '#domain/manifest/schema.ts';
import { base } from '../expectations/check-landing.ts';
import type { CheckFinding } from '../validate/finding.ts';
import type { Measurement } from '../validate/measurement.ts';
import { checkClassLeakage } from './check-class-leakage.ts';
import { LEAKAGE_REMEDY, type Suspect } from './leakage-remedy.ts';

/** A column, or a feature, that alone ranks the label too well to be known beforehand. */
export function checkLeakage({ data }: Manifest, power: Measurement['power'], suspect: Suspect): CheckFinding[] {
  if (data.label.kind === 'multiclass') return checkClassLeakage(data, data.label, { power, suspect });
  const { limit, mode } = data.leakage;
  const what = data.label.kind === 'binary' ? 'AUC' : 'rank correlation';
  return Object.entries(power).map(([column, { power: measured }]) => {
    const failed = measured > limit;
    const todo = failed ? LEAKAGE_REMEDY[suspect] : '';
    const shown = Number(measured.toPrecision(4));
    const message = `\`${column}\` alone predicts the label with ${what} ${shown}; at most ${limit} is credible.${todo}`;
    return { ...base({ check: 'leakage', mode, limit: `${what} at most ${limit}`, failed, message }), column };
  });
}
