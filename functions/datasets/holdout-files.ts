import type { Wait } from '#domain/jobs/wait.ts';
import { dataKeys } from '#domain/object-keys.ts';

type Role = NonNullable<Wait['role']>;

/** File name of the rows to score. */
export function holdoutFile(role: Role): string {
  return `holdout-${role}.csv`;
}

/** Prefix of a transform job's output. */
export function scoresPrefix({ model, run }: Pick<Wait, 'model' | 'run'>, role: Role): string {
  return `${dataKeys.evaluations(model, run)}scores/${role}/`;
}

/** Batch transform names an output after its input, with `.out`. */
export function scoresKey(wait: Pick<Wait, 'model' | 'run'>, role: Role): string {
  return `${scoresPrefix(wait, role)}${holdoutFile(role)}.out`;
}
