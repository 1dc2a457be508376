import type { AuditTrail } from '#aws/audit-trail.ts';
import type { Executions } from '#aws/executions.ts';
import type { Ledger } from '#aws/ledger.ts';
import type { RunRecord } from '#domain/ledger/records.ts';
import { planClosing } from '#domain/reconcile/plan-closing.ts';
import { Confirmation } from '#statemachines/release.data.ts';
import type { Sweep } from './sweep.ts';

export interface CloseExecutionDeps {
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
  readonly executions: Executions;
  /** ARNs of the live aliases. */
  readonly retrainStateMachine: string;
  readonly releaseStateMachine: string;
  readonly rollbackStateMachine: string;
  /** Executions this process knows to be recorded. */
  readonly closedBefore: Set<string>;
}

type Kind = RunRecord['kind'];

function machines(deps: CloseExecutionDeps): readonly (readonly [Kind, string])[] {
  return [
    ['retrain', deps.retrainStateMachine],
    ['release', deps.releaseStateMachine],
    ['rollback', deps.rollbackStateMachine],
  ];
}

/** Which workflow a state machine's ARN is, or undefined for a foreign one. */
export function kindOf(stateMachineArn: string, deps: CloseExecutionDeps): Kind | undefined {
  return machines(deps).find(([, alias]) => alias === stateMachineArn || alias.startsWith(`${stateMachineArn}:`))?.[0];
}

/** Records the end of every execution whose event was lost. */
export async function closeExecutions(sweep: Sweep, deps: CloseExecutionDeps): Promise<void> {
  for (const [kind, stateMachine] of machines(deps)) {
    await sweep.run(`closed executions of ${kind}`, async () => {
      for (const arn of await deps.executions.closed(stateMachine)) {
        if (!deps.closedBefore.has(arn)) await sweep.run(arn, () => closeExecution(arn, kind, deps));
      }
      return undefined;
    });
  }
}

/** Writes an execution's end into its run record and the audit trail, once per end. */
export async function closeExecution(arn: string, kind: Kind, deps: CloseExecutionDeps): Promise<string | undefined> {
  const execution = await deps.executions.describe(arn, kind);
  if (execution === undefined) return undefined;
  const record = await deps.ledger.run(execution.name).read();
  const closed = planClosing(execution, record);
  if (closed?.closing === undefined) {
    if (execution.stoppedAt !== undefined) deps.closedBefore.add(arn);
    return undefined;
  }
  const { closing, model, name } = closed;
  const confirmation = Confirmation.safeParse(execution.output?.confirmation);
  const ended = confirmation.success ? confirmation.data : undefined;
  await deps.audit.append({
    model,
    action: 'Close',
    subject: `${name}@${closing.at}`,
    actor: 'step-functions',
    reason: closing.cause ?? ended?.reasons.join(' ') ?? '',
    evidence: {
      kind,
      status: closing.status,
      executionArn: arn,
      ...(closing.error === undefined ? {} : { error: closing.error }),
      ...(ended === undefined ? {} : { outcome: ended.outcome, serving: ended.serving?.configName ?? '' }),
    },
  });
  await deps.ledger.run(name).change((current) => ({ write: planClosing(execution, current), result: undefined }));
  deps.closedBefore.add(arn);
  return `its end, ${closing.status}, is recorded`;
}
