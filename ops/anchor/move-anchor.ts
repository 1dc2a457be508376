import type { Version } from '../../domain/ledger/serving.ts';
import type { CommandDeps } from '../command-deps.ts';
import { OperatorError } from '../operator-error.ts';
import { shortTime } from '../output/time.ts';

export interface Move {
  readonly model: string;
  /** Undefined to clear it. */
  readonly version: Version | undefined;
  readonly reason: string;
}

/**
 * Pins or clears the anchor. What may let a worse model pass is recorded first, or not done.
 * @throws OperatorError NOT_DECIDABLE when somebody else moved it meanwhile; AuditUnavailableError
 */
export async function moveAnchor(
  deps: CommandDeps,
  { model, version, reason }: Move,
): Promise<{ readonly changed: boolean; readonly before: number | undefined }> {
  const document = deps.ledger.anchor(model);
  const found = await document.read();
  const before = found?.version?.number;
  if (before === version?.number) return { changed: false, before };
  const actor = await deps.actor();
  await deps.audit.append({
    model,
    action: version === undefined ? 'ClearAnchor' : 'PinAnchor',
    // Named after the anchor it replaces, so that trying again after a failure records it once.
    subject: `${version?.arn ?? model}@${found?.at ?? 'first'}`,
    actor,
    reason,
    evidence: {
      ...(version === undefined ? {} : { version: version.number }),
      ...(before === undefined ? {} : { before }),
    },
  });
  const at = deps.now().toISOString();
  const moved = await document.change((current) => {
    if (current?.at !== found?.at) return { write: undefined, result: current };
    return { write: { version: version ?? null, at, actor, reason }, result: undefined };
  });
  if (moved === undefined) return { changed: true, before };
  throw new OperatorError(
    'NOT_DECIDABLE',
    `${moved.actor} moved the anchor of ${model} at ${shortTime(moved.at)}, while this was asked: it is ${moved.version === null ? 'none' : `version ${moved.version.number}`} now. Nothing was changed; look again with: npx andon anchor ${model}`,
  );
}
