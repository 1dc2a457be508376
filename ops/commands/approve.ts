import * as z from 'zod';
import { approvalKey } from '../../domain/intake/plan-intake.ts';
import type { RegisteredVersion } from '../../domain/ledger/registered-version.ts';
import { executionName } from '../../domain/naming.ts';
import { awaitExecution } from '../executions/await-execution.ts';
import { requireModel } from '../models.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';
import { requireVersion } from '../versions.ts';
import { defineCommand, modelArgument, reasonOption } from './command.ts';

export const approve = defineCommand({
  name: 'approve',
  summary: 'approve a version that waits for a decision; its release starts',
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
    const champion = await deps.ledger.champion(model).read();
    const hindrance = whyNotApprovable(model, version, champion?.version.number);
    if (hindrance !== undefined) throw new OperatorError('NOT_DECIDABLE', `${model} version ${number} ${hindrance}`);

    const actor = await deps.actor();
    const { evidenceUri, evidenceDigest, verdict = 'unknown' } = version.metadata ?? {};
    await deps.audit.append({
      model,
      action: 'Approve',
      subject: version.arn,
      actor,
      reason,
      evidence: { version: number, verdict, ...(evidenceUri === undefined ? {} : { evidenceUri }) },
      ...(evidenceDigest === undefined ? {} : { digests: { evidence: evidenceDigest } }),
    });
    await deps.registry.approve(version.arn, reason === '' ? `Approved by ${actor}` : reason);

    const approved = await deps.registry.describe(version.arn);
    const key = approvalKey(version.arn, approved?.lastModifiedAt ?? '');
    const release = await awaitExecution(deps, 'release', executionName(model, key, 1));
    const paused = (await deps.ledger.paused(model).read())?.paused === true;
    return {
      code: 0,
      document: { model, version: number, approval: 'Approved', actor, reason, release: release?.name, paused },
      text: (style) =>
        [
          `${model} version ${number} ${style.good('Approved')} by ${actor}`,
          release === undefined
            ? 'Its release has not started yet; it will be in: npx andon runs'
            : `Release ${style.strong(release.name)} started. Follow it with: npx andon show ${release.name}`,
          ...(paused ? [style.warn(`${model} is paused: the release waits until npx andon unpause ${model}.`)] : []),
        ].join('\n'),
    };
  },
});

function whyNotApprovable(model: string, version: RegisteredVersion, serving: number | undefined): string | undefined {
  const { approval, approvalReason, lastModifiedAt, metadata } = version;
  if (approval === 'Approved') {
    return `was approved already, at ${shortTime(lastModifiedAt)}: ${asClause(approvalReason)}. If it was not released, see why with: npx andon runs`;
  }
  if (approval === 'Rejected') {
    return `was rejected at ${shortTime(lastModifiedAt)}: ${asClause(approvalReason)}. What was rejected stays so; train anew with: npx andon retrain ${model} --force`;
  }
  if (metadata === undefined) {
    return 'was not registered by a run of Andon, so it has no evidence and cannot be released. Land data, or run: npx andon retrain';
  }
  if (serving !== undefined && serving > version.number) {
    return `is older than version ${serving}, which serves: its release would be superseded. To go back, run: npx andon rollback`;
  }
  return undefined;
}

/** A reason, whose own full stop is left to the sentence it becomes a part of. */
function asClause(reason: string): string {
  return reason.replace(/\.$/, '') || 'no reason given';
}
