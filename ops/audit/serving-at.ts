import type { AuditRecord } from '../../domain/audit/record.ts';
import type { Champion } from '../../domain/ledger/champion.ts';
import { decidedAt } from './read-chain.ts';

/** What served at a moment, by whose approval and on which evidence, as the audit trail tells it. */
export interface Reigning {
  readonly version: number;
  readonly config: string;
  readonly since: string;
  /** The release or rollback that made it serve, and what started that. */
  readonly release: string;
  readonly kind: string;
  readonly trigger: string;
  /** Released, or Unhealthy: it served until its rollback. */
  readonly outcome: string;
  readonly arn?: string;
  readonly approval?: Approval;
  readonly evidence?: RunEvidence;
}

export interface Approval {
  readonly by: string;
  /** `Approve` with the CLI, `ApproveCandidate` by the manifest's rule, `registry` anywhere else. */
  readonly how: 'Approve' | 'ApproveCandidate' | 'registry';
  readonly at: string;
  readonly reason: string;
}

export interface RunEvidence {
  readonly run: string;
  readonly uri: string;
  readonly dataset: string;
  readonly reason: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** Outcomes of ConfirmRelease after which the version it names serves. */
const crowned = new Set(['Released', 'Unhealthy']);

/** Undefined: nothing served yet. @param at ISO time */
export function servingAt(records: readonly AuditRecord[], at: string): Reigning | undefined {
  const known = records
    .filter((record) => decidedAt(record) <= at)
    .sort((a, b) => (decidedAt(a) < decidedAt(b) ? -1 : decidedAt(a) > decidedAt(b) ? 1 : a.seq - b.seq));
  const confirmed = known.findLast(
    ({ action, evidence }) => action === 'ConfirmRelease' && crowned.has(String(evidence?.outcome)),
  );
  if (confirmed === undefined) return undefined;
  const { version, config, kind, trigger, outcome } = confirmed.evidence ?? {};
  const number = Number(version);
  const registered = known.findLast(
    ({ action, evidence }) => action === 'RegisterCandidate' && evidence?.version === number,
  );
  const approval = approvalOf(known, { number, arn: registered?.subject });
  return {
    version: number,
    config: String(config),
    since: decidedAt(confirmed),
    release: confirmed.subject,
    kind: String(kind),
    trigger: String(trigger ?? ''),
    outcome: String(outcome),
    ...(registered === undefined ? {} : { arn: registered.subject, evidence: runEvidence(registered) }),
    ...(approval === undefined ? {} : { approval }),
  };
}

/** What the champion document says served at a moment: the cross-check. */
export function reignAt(champion: Champion | undefined, at: string): { version: number; config: string } | undefined {
  if (champion === undefined) return undefined;
  const shown = ({ version, configName }: Pick<Champion, 'version' | 'configName'>) => ({
    version: version.number,
    config: configName,
  });
  if (champion.since <= at) return shown(champion);
  const past = champion.past.find(({ since, until }) => since <= at && at < until);
  return past === undefined ? undefined : shown(past);
}

function approvalOf(
  known: readonly AuditRecord[],
  { number, arn }: { readonly number: number; readonly arn: string | undefined },
): Approval | undefined {
  const decided = known.findLast(
    ({ action, subject }) => (action === 'Approve' || action === 'ApproveCandidate') && subject === arn,
  );
  if (decided !== undefined) {
    const how = decided.action === 'Approve' ? 'Approve' : 'ApproveCandidate';
    return { by: decided.actor, how, at: decidedAt(decided), reason: decided.reason };
  }
  const admitted = known.find(
    ({ action, evidence }) =>
      action === 'AdmitRelease' && evidence?.version === number && evidence.outcome !== 'Superseded',
  );
  if (admitted === undefined) return undefined;
  const by = String(admitted.evidence?.approvedBy || 'somebody the registry does not name');
  return { by, how: 'registry', at: decidedAt(admitted), reason: '' };
}

function runEvidence({ actor, evidence, digests, reason }: AuditRecord): RunEvidence {
  return {
    run: actor,
    uri: String(evidence?.evidenceUri ?? ''),
    dataset: String(evidence?.dataset ?? ''),
    reason,
    digests: digests ?? {},
  };
}
