import { describe, expect, it } from 'vitest';
import type { Champion } from '#domain/ledger/champion.ts';
import type { RegisteredVersion } from '#domain/ledger/registered-version.ts';
import { type AdmissionFacts, decideAdmission } from '#domain/release-plan/admission.ts';
import { nextDesired } from '#domain/release-plan/desired.ts';

const metadata = { run: 'churn-r-1', datasetId: 'd', artifactDigest: 'a', manifestDigest: 'b', championVersion: 3 };
const version: RegisteredVersion = {
  number: 4,
  arn: 'arn:4',
  approval: 'Approved',
  approvalReason: '',
  createdAt: '2026-03-01T00:00:00.000Z',
  lastModifiedAt: '2026-03-01T00:00:00.000Z',
  metadata,
};
const champion: Champion = {
  version: { number: 3, arn: 'arn:3' },
  configName: 'dev-churn-e2-v3',
  epoch: 2,
  release: 'churn-old-1',
  since: '2026-02-01T00:00:00.000Z',
  past: [],
};
const desired = (number: number, generation = 2) => ({
  version: { number, arn: `arn:${number}` },
  key: `approval:arn:${number}@now`,
  generation,
  at: '2026-03-01T00:00:00.000Z',
  actor: 'me',
  reason: 'busy',
});
const held = { owner: 'churn-other-1', epoch: 3, leaseUntil: '2026-03-01T00:15:00.000Z' };

function decide(change: Partial<AdmissionFacts> = {}) {
  return decideAdmission({
    release: 'churn-new-1',
    version,
    champion,
    lease: undefined,
    desired: undefined,
    paused: undefined,
    unsettled: undefined,
    judgedAgainst: undefined,
    now: new Date('2026-03-01T00:00:00Z'),
    ...change,
  });
}

describe('an approved version', () => {
  it('is admitted when it was judged against what serves', () => {
    expect(decide()).toEqual({
      outcome: 'Admitted',
      reason: 'Version 4 is Approved and was judged against what serves.',
    });
  });

  it('is refused when a gate stopped it, whoever approved it', () => {
    const { outcome, reason } = decide({ version: { ...version, metadata: { ...metadata, verdict: 'Failed' } } });
    expect(outcome).toBe('Superseded');
    expect(reason).toContain('failed an enforced gate');
  });

  it('is admitted when nothing serves yet', () => {
    const { championVersion: _, ...first } = metadata;
    expect(decide({ champion: undefined, version: { ...version, metadata: first } }).outcome).toBe('Admitted');
  });

  it.each([
    ['it is gone', { version: undefined }, /no longer in the registry/],
    ['it was rejected meanwhile', { version: { ...version, approval: 'Rejected' as const } }, /is Rejected/],
    [
      'no run registered it',
      { version: { ...version, metadata: undefined } as never },
      /nothing is known of its gates/,
    ],
    [
      'a newer version serves',
      { champion: { ...champion, version: { number: 5, arn: 'arn:5' } } },
      /older than the champion, 5/,
    ],
    ['it serves already', { champion: { ...champion, version: { number: 4, arn: 'arn:4' } } }, /already serves/],
    ['a newer version waits', { desired: desired(6) }, /Version 6 was approved meanwhile/],
  ])('is superseded when %s', (_, facts, reason) => {
    const decision = decide(facts);
    expect(decision.outcome).toBe('Superseded');
    expect(decision.reason).toMatch(reason);
  });

  it('is queued while the model is paused, while another changes the endpoint, and while what serves is not written down', () => {
    expect(decide({ unsettled: 'v5 serves.' })).toEqual({
      outcome: 'Queued',
      reason: 'Reconcile must act first: v5 serves.',
    });
    expect(decide({ paused: 'holiday' })).toEqual({ outcome: 'Queued', reason: 'The model is paused: holiday' });
    expect(decide({ lease: held })).toMatchObject({
      outcome: 'Queued',
      reason: /churn-other-1 is changing the endpoint/,
    });
  });

  it('is not kept waiting by its own lease, an expired one, or what waits itself', () => {
    expect(decide({ lease: { ...held, owner: 'churn-new-1' } }).outcome).toBe('Admitted');
    expect(decide({ lease: { ...held, leaseUntil: '2026-02-28T00:00:00.000Z' } }).outcome).toBe('Admitted');
    expect(decide({ desired: desired(4) }).outcome).toBe('Admitted');
  });

  it('is stale when the champion it was judged against was replaced', () => {
    const later = { ...champion, version: { number: 2, arn: 'arn:2' } };
    expect(decide({ champion: later })).toEqual({
      outcome: 'Stale',
      reason: 'Version 4 was judged against version 3; now 2 serves.',
    });
    const { championVersion: _, ...alone } = metadata;
    expect(decide({ version: { ...version, metadata: alone } }).reason).toMatch(/against no champion/);
  });

  it('is admitted once it was judged again, and queued when the champion changed yet again', () => {
    const later = { ...champion, version: { number: 2, arn: 'arn:2' } };
    expect(decide({ champion: later, judgedAgainst: 2 }).outcome).toBe('Admitted');
    expect(decide({ champion: later, judgedAgainst: 1 }).outcome).toBe('Queued');
  });

  it('is admitted again after its own release made it champion: a state may run twice', () => {
    const own = { ...champion, version: { number: 4, arn: 'arn:4' }, release: 'churn-new-1' };
    expect(decide({ champion: own }).outcome).toBe('Admitted');
  });
});

describe('what is desired next', () => {
  it('is the newest version, in its latest generation', () => {
    expect(nextDesired(undefined, desired(4), undefined)).toEqual(desired(4));
    expect(nextDesired(desired(3), desired(4), undefined)).toEqual(desired(4));
    expect(nextDesired(desired(5), desired(4), undefined)).toBeUndefined();
    expect(nextDesired(desired(4, 2), desired(4, 3), undefined)).toEqual(desired(4, 3));
    expect(nextDesired(desired(4, 3), desired(4, 2), undefined)).toBeUndefined();
  });

  it('is not kept by a version that may no longer be released', () => {
    expect(nextDesired(desired(5), desired(4), desired(5).key)).toEqual(desired(4));
  });
});
