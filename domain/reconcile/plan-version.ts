import type { Admissions } from '../ledger/admissions.ts';
import type { Champion } from '../ledger/champion.ts';
import type { RegisteredVersion } from '../ledger/registered-version.ts';

export interface VersionFacts {
  readonly version: RegisteredVersion;
  readonly champion: Champion | undefined;
  readonly admissions: Admissions | undefined;
  readonly expiresAfterHours: number;
  readonly now: Date;
}

export type VersionPlan = 'None' | 'Release' | 'Expire' | 'RollBack';

/** An event that is only late gets this long before reconcile acts in its place. */
const GRACE_MS = 3 * 60_000;

/** What the registry says of a version and no event told: approved and not released, rejected and serving, never decided. */
export function planVersion({ version, champion, admissions, expiresAfterHours, now }: VersionFacts): VersionPlan {
  const age = (since: string) => now.getTime() - Date.parse(since);
  const serves = champion?.version.number === version.number;
  switch (version.approval) {
    case 'PendingManualApproval':
      return hasExpired(version.createdAt, expiresAfterHours, now) ? 'Expire' : 'None';
    case 'Rejected':
      return serves && age(version.lastModifiedAt) > GRACE_MS ? 'RollBack' : 'None';
    case 'Approved': {
      if (version.number <= (champion?.version.number ?? 0) || age(version.lastModifiedAt) <= GRACE_MS) return 'None';
      const admitted = admissions?.versions[version.number];
      return admitted === undefined || admitted.modifiedAt < version.lastModifiedAt ? 'Release' : 'None';
    }
  }
}

/** Nobody decided on a version for so long that it is not to be released any more. */
export function hasExpired(createdAt: string, expiresAfterHours: number, now: Date): boolean {
  return now.getTime() - Date.parse(createdAt) > expiresAfterHours * 3_600_000;
}
