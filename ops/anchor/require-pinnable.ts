import { versionModelName } from '../../domain/naming.ts';
import { dataKeys } from '../../domain/object-keys.ts';
import type { CommandDeps } from '../command-deps.ts';
import { OperatorError } from '../operator-error.ts';
import { requireVersion } from '../versions.ts';

/**
 * The registered version, if candidates can be compared with it from now on.
 * @throws OperatorError UNKNOWN_VERSION, or NOT_DECIDABLE saying what it lacks
 */
export async function requirePinnable(
  deps: CommandDeps,
  model: string,
  number: number,
): Promise<{ readonly number: number; readonly arn: string }> {
  const { arn, approval, metadata } = await requireVersion(deps, model, number);
  const refuse = (why: string) => new OperatorError('NOT_DECIDABLE', `${model} version ${number} ${why}`);
  if (approval !== 'Approved') {
    throw refuse(`is ${approval}: an anchor is a version that somebody approved. See: npx andon status ${model}`);
  }
  const run = metadata?.run;
  if (run === undefined) {
    throw refuse('was not registered by a run of Andon, so how its rows are prepared is not known.');
  }
  const modelName = versionModelName(deps.stage, model, number);
  if (!(await deps.endpoints.modelExists(modelName))) {
    throw refuse(
      `has no SageMaker model ${modelName}, so it cannot be scored: it was never released, or somebody deleted it. Pin one that serves or served.`,
    );
  }
  const sql = dataKeys.prepareSql(model, run);
  if ((await deps.data.head(sql)) === undefined) {
    throw refuse(`cannot be scored: ${sql}, which its rows are prepared with, is missing. Restore it, or pin another.`);
  }
  return { number, arn };
}
