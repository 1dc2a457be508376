import type { AuditEntry } from '../../domain/audit/record.ts';
import type { CommandDeps } from '../command-deps.ts';
import type { FoundExecution } from '../executions/find-execution.ts';

/** Who asks to take up what, and why. */
export interface ReplayRequest extends FoundExecution {
  readonly model: string;
  readonly actor: string;
  readonly reason: string;
}

/** Records a replay before it is done. A rollback's does not wait for the audit trail. @throws AuditUnavailableError for the others */
export async function recordReplay(
  { audit }: Pick<CommandDeps, 'audit'>,
  { kind, model, actor, reason }: ReplayRequest,
  replay: Pick<AuditEntry, 'subject' | 'evidence'>,
): Promise<void> {
  const entry: AuditEntry = { model, action: 'Replay', actor, reason, ...replay };
  if (kind === 'rollback') await audit.appendOrDefer(entry);
  else await audit.append(entry);
}
