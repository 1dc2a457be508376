import type { AuditTrail } from '#aws/audit-trail.ts';
import type { ClosedExecution, Executions } from '#aws/executions.ts';
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
  /** Ends this process knows to be recorded. */
  readonly closedBefore: Set<string>;
  readonly now: () => Date;
}

/** How long reconcile may have been out of order itself, and still makes up for it: three days. */
const MADE_UP_FOR_MS = 3 * 86_400_000;

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
      for (const closed of await deps.executions.closed(stateMachine)) {
        if (!(await isRecorded(closed, deps))) {
          await sweep.run(closed.executionArn, () => closeExecution(closed.executionArn, kind, deps));
        }
      }
      return undefined;
    });
  }
}

/** Asks the ledger rather than Step Functions, which answers 15 descriptions a second. */
async function isRecorded({ executionArn, name, stoppedAt }: ClosedExecution, deps: CloseExecutionDeps) {
  const end = `${executionArn} ${stoppedAt}`;
  if (deps.closedBefore.has(end) || Date.parse(stoppedAt) < deps.now().getTime() - MADE_UP_FOR_MS) return true;
  const closing = (await deps.ledger.run(name).read())?.closing;
  if (closing === undefined || closing.at < stoppedAt) return false;
  deps.closedBefore.add(end);
  return true;
}

/** Writes an execution's end into its run record and the audit trail, once per end. */
export async function closeExecution(arn: string, kind: Kind, deps: CloseExecutionDeps): Promise<string | undefined> {
  const execution = await deps.executions.describe(arn, kind);
  if (execution === undefined) return undefined;
  const record = await deps.ledger.run(execution.name).read();
  const closed = planClosing(execution, record);
  if (closed?.closing === undefined) return undefined;
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
  return `its end, ${closing.status}, is recorded`;
}
