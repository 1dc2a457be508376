import { isFree, type Lease } from '../lease/lease.ts';
import type { Champion } from '../ledger/champion.ts';
import type { Desired } from '../ledger/records.ts';
import type { RegisteredVersion } from '../ledger/registered-version.ts';

/** Everything an admission is decided on, as just read. */
export interface AdmissionFacts {
  readonly release: string;
  /** The version as the registry has it now; undefined when it is gone. */
  readonly version: RegisteredVersion | undefined;
  readonly champion: Champion | undefined;
  readonly lease: Lease | undefined;
  readonly desired: Desired | undefined;
  readonly paused: string | undefined;
  /** What serves is not what is written down, and reconcile will set it right: why. */
  readonly unsettled: string | undefined;
  /** The champion that the gates just judged it against again, if this release did that. */
  readonly judgedAgainst: number | undefined;
  readonly now: Date;
}

export interface AdmissionDecision {
  readonly outcome: 'Admitted' | 'Superseded' | 'Queued' | 'Stale';
  readonly reason: string;
}

/** Whether an approved version may be released now. The lease is taken afterwards, and the facts are read again then. */
export function decideAdmission(facts: AdmissionFacts): AdmissionDecision {
  const { version, champion, lease, desired, paused, release, now } = facts;
  if (version === undefined) return superseded('The version is no longer in the registry.');
  const name = `Version ${version.number}`;
  if (version.approval !== 'Approved') return superseded(`${name} is ${version.approval}, no longer Approved.`);
  if (version.metadata === undefined) {
    return superseded(`${name} was not registered by a run, so nothing is known of its gates. Retrain to release.`);
  }
  if (version.metadata.verdict === 'Failed') {
    return superseded(`${name} failed an enforced gate, which no approval overrules. Correct the gate or retrain.`);
  }
  if (champion !== undefined && champion.version.number >= version.number && champion.release !== release) {
    const same = champion.version.number === version.number;
    return superseded(
      same ? `${name} already serves.` : `${name} is older than the champion, ${champion.version.number}.`,
    );
  }
  if (desired !== undefined && desired.version.number > version.number) {
    return superseded(`Version ${desired.version.number} was approved meanwhile and waits to be released.`);
  }
  if (paused !== undefined) return { outcome: 'Queued', reason: `The model is paused: ${paused}` };
  if (lease !== undefined && lease.owner !== release && !isFree(lease, now)) {
    return {
      outcome: 'Queued',
      reason: `${lease.owner} is changing the endpoint, until ${lease.leaseUntil} at the latest.`,
    };
  }
  if (facts.unsettled !== undefined)
    return { outcome: 'Queued', reason: `Reconcile must act first: ${facts.unsettled}` };
  const against = facts.judgedAgainst ?? version.metadata.championVersion;
  if (champion !== undefined && champion.release !== release && against !== champion.version.number) {
    const was = against === undefined ? 'no champion' : `version ${against}`;
    const reason = `${name} was judged against ${was}; now ${champion.version.number} serves.`;
    // A release judges again once: its jobs are named after it, and would be adopted the second time.
    return { outcome: facts.judgedAgainst === undefined ? 'Stale' : 'Queued', reason };
  }
  return { outcome: 'Admitted', reason: `${name} is Approved and was judged against what serves.` };
}

function superseded(reason: string): AdmissionDecision {
  return { outcome: 'Superseded', reason };
}
