import * as z from 'zod';
import { rollbackKey } from '../../domain/intake/plan-intake.ts';
import { executionName } from '../../domain/naming.ts';
import { awaitExecution } from '../executions/await-execution.ts';
import { requireModel } from '../models.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';
import { requireVersion } from '../versions.ts';
import { defineCommand, modelArgument, reasonOption } from './command.ts';

export const reject = defineCommand({
  name: 'reject',
  summary: 'reject a version; one that serves is rolled back',
  arguments: [modelArgument, { term: '<version>', description: 'number of the version' }],
  options: [reasonOption],
  input: z.object({
    model: z.string(),
    version: z.coerce.number('a version is a whole number, such as 3').int().positive(),
    reason: z.string().default(''),
  }),
  async run({ model, version: number, reason }, deps) {
    requireModel(deps.deployed, model);
    const version = await requireVersion(deps, model, number);
    if (version.approval === 'Rejected') {
      throw new OperatorError(
        'NOT_DECIDABLE',
        `${model} version ${number} was rejected already, at ${shortTime(version.lastModifiedAt)}: ${version.approvalReason || 'no reason given'}.`,
      );
    }
    const champion = await deps.ledger.champion(model).read();
    const actor = await deps.actor();
    // Rejecting what serves takes it back: like a rollback, it does not wait for the audit trail.
    const recorded = await deps.audit.appendOrDefer({
      model,
      action: 'Reject',
      subject: version.arn,
      actor,
      reason,
      evidence: { version: number, approvalBefore: version.approval },
    });
    await deps.registry.reject(version.arn, reason === '' ? `Rejected by ${actor}` : reason);

    const rollback =
      champion?.version.number === number
        ? await awaitExecution(deps, 'rollback', executionName(model, rollbackKey(model, champion.epoch), 1))
        : undefined;
    const serves = champion?.version.number === number;
    return {
      code: 0,
      document: {
        model,
        version: number,
        approval: 'Rejected',
        actor,
        reason,
        serves,
        rollback: rollback?.name,
        recorded,
      },
      text: (style) =>
        [
          `${model} version ${number} ${style.bad('Rejected')} by ${actor}`,
          ...(serves ? [`It serves. ${rollbackText(rollback?.name)}`] : []),
          ...(recorded === 'Recorded' ? [] : [style.warn(`The audit record is ${recorded}.`)]),
        ].join('\n'),
    };
  },
});

function rollbackText(name: string | undefined): string {
  if (name === undefined) return 'Its rollback has not started yet; see: npx andon runs';
  return `Rollback ${name} started. Follow it with: npx andon show ${name}`;
}
