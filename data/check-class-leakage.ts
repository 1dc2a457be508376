import type { Data } from '#domain/manifest/schema.ts';
import { base } from './check-landing.ts';
import type { CheckFinding } from './finding.ts';
import type { ClassLabel } from './measure-class-label.ts';
import type { Measurement } from './measurement.ts';

/** A column that alone tells one class from all others too well to be known beforehand. */
export function checkClassLeakage(data: Data, label: ClassLabel, power: Measurement['power']): CheckFinding[] {
  const { limit, mode } = data.leakage;
  return Object.entries(power).map(([column, found]) => {
    const failed = found.power > limit;
    const todo = failed
      ? ' It was probably written after the event. Leave it out of prepare.sql and name it in data.leakage.except, or drop it.'
      : '';
    const tells = `\`${column}\` alone tells the class ${label.classes[found.of ?? 0]} from all others`;
    const message = `${tells} with AUC ${Number(found.power.toPrecision(4))}; at most ${limit} is credible.${todo}`;
    return { ...base({ check: 'leakage', mode, limit: `AUC at most ${limit}`, failed, message }), column };
  });
}
