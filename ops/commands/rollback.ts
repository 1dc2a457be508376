import * as z from 'zod';
import { rollbackKey } from '../../domain/intake/plan-intake.ts';
import type { Champion } from '../../domain/ledger/champion.ts';
import { executionName } from '../../domain/naming.ts';
import type { ExecutionDetail } from '../adapters/executions.ts';
import { awaitExecution } from '../executions/await-execution.ts';
import { latestGeneration } from '../executions/find-execution.ts';
import { requireModel } from '../models.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';
import { defineCommand, modelArgument, type Person, reasonOption } from './command.ts';

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'return to the last good version before the one that serves',
  arguments: [modelArgument],
  options: [reasonOption, { flags: '-y, --yes', description: 'do not ask for confirmation' }],
  input: z.object({ model: z.string(), reason: z.string().default(''), yes: z.boolean().default(false) }),
  async run({ model, reason, yes }, deps, person) {
    requireModel(deps.deployed, model);
    const champion = await deps.ledger.champion(model).read();
    if (champion === undefined) {
      throw new OperatorError(
        'NOTHING_SERVES',
        `${model} serves nothing yet, so there is nothing to roll back. See: npx andon status ${model}`,
      );
    }
    const name = executionName(model, rollbackKey(model, champion.epoch), 1);
    const earlier = await latestGeneration(deps, 'rollback', name);
    if (earlier !== undefined) throw alreadyRolledBack(model, champion, earlier);
    if (!yes) await confirm(model, champion, person);

    const actor = await deps.actor();
    const eventId = await deps.requests.rollback({ model, actor, reason });
    const started = (await awaitExecution(deps, 'rollback', name)) !== undefined;
    const { version, configName } = champion;
    return {
      code: started ? 0 : 1,
      document: {
        model,
        rollback: name,
        started,
        leaves: { version: version.number, configName },
        actor,
        reason,
        eventId,
      },
      text: (style) =>
        started
          ? `Rollback ${style.strong(name)} of ${model} version ${version.number} started. Follow it with: npx andon show ${name}`
          : style.warn(
              `The request was taken, but rollback ${name} has not started. If npx andon show ${name} does not know it soon, see the logs of the intake function.`,
            ),
    };
  },
});

function alreadyRolledBack(model: string, champion: Champion, { name, status }: ExecutionDetail): OperatorError {
  const what = `${model} version ${champion.version.number}, serving since ${shortTime(champion.since)}, has a rollback already: ${name} is ${status}.`;
  const next =
    status === 'RUNNING' || status === 'PENDING_REDRIVE' || status === 'SUCCEEDED'
      ? `See: npx andon show ${name}`
      : `Replay it with: npx andon replay ${name}`;
  return new OperatorError('ALREADY_ROLLED_BACK', `${what} ${next}`);
}

/** @throws OperatorError DECLINED, NEEDS_CONFIRMATION */
async function confirm(model: string, champion: Champion, person: Person): Promise<void> {
  const past = champion.past.find(({ version }) => version.number !== champion.version.number);
  const to = past === undefined ? 'the last good version' : `version ${past.version.number}, or the last good one`;
  const answer = await person.confirm(
    `Roll ${model} back from version ${champion.version.number} (serving since ${shortTime(champion.since)}) to ${to}?`,
  );
  if (answer === true) return;
  if (answer === false) throw new OperatorError('DECLINED', 'Nothing was done.');
  throw new OperatorError(
    'NEEDS_CONFIRMATION',
    `A rollback asks for confirmation and there is no terminal to ask on. Confirm it with: npx andon rollback ${model} --yes`,
  );
}
