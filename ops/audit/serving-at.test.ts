import { describe, expect, it } from 'vitest';
import { nextRecord } from '../../domain/audit/chain.ts';
import type { AuditEntry, AuditRecord } from '../../domain/audit/record.ts';
import type { Champion } from '../../domain/ledger/champion.ts';
import { parseMoment } from './moment.ts';
import { reignAt, servingAt } from './serving-at.ts';

function chain(
  ...entries: (Partial<AuditEntry> & { readonly action: string; readonly hour: number })[]
): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const { hour, ...entry } of entries) {
    const complete = { model: 'churn', subject: `subject-${records.length}`, actor: 'a', reason: '', ...entry };
    records.push(nextRecord(records.at(-1), complete, new Date(Date.UTC(2026, 2, 1, hour))));
  }
  return records;
}

const released = (version: number, hour: number, outcome = 'Released') => ({
  action: 'ConfirmRelease',
  hour,
  evidence: { outcome, version, config: `c${version}`, kind: 'release', trigger: 't' },
});
const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();

describe('what served at a time', () => {
  it('is what the last successful release before it made serve', () => {
    const records = chain(released(1, 1), released(2, 5), released(1, 9));
    expect([0, 1, 4, 5, 8, 23].map((hour) => servingAt(records, at(hour))?.version)).toEqual([
      undefined,
      1,
      1,
      2,
      2,
      1,
    ]);
  });

  it('is unchanged by a release that was rolled back', () => {
    const records = chain(released(1, 1), released(2, 5, 'RolledBack'), released(3, 6, 'FirstReleaseFailed'));
    expect(servingAt(records, at(10))?.version).toBe(1);
  });

  it('counts a version that served although it was not healthy, until it was taken back', () => {
    const records = chain(released(1, 1), released(2, 5, 'Unhealthy'), released(1, 6));
    expect([5, 6].map((hour) => servingAt(records, at(hour))?.version)).toEqual([2, 1]);
  });

  it('goes by when it happened, not by when a deferred record was written', () => {
    const records = chain(released(2, 5), { ...released(1, 7), occurredAt: at(3) });
    expect(servingAt(records, at(6))?.version).toBe(2);
    expect(servingAt(records, at(4))?.version).toBe(1);
  });

  it('was approved by the rule, where the manifest says so', () => {
    const arn = 'arn:1';
    const records = chain(
      { action: 'RegisterCandidate', hour: 0, subject: arn, evidence: { version: 1 } },
      { action: 'ApproveCandidate', hour: 0, subject: arn, actor: 'churn-run', reason: 'Passed' },
      released(1, 1),
    );
    expect(servingAt(records, at(2))?.approval).toMatchObject({ by: 'churn-run', how: 'ApproveCandidate' });
  });

  it('was approved by whom the registry names, where it was approved elsewhere', () => {
    const records = chain(
      { action: 'AdmitRelease', hour: 0, evidence: { outcome: 'Admitted', version: 1, approvedBy: 'studio-user' } },
      released(1, 1),
    );
    expect(servingAt(records, at(2))?.approval).toMatchObject({ by: 'studio-user', how: 'registry' });
  });
});

describe('what the ledger says served', () => {
  const champion: Champion = {
    version: { number: 2, arn: 'b' },
    configName: 'c2',
    epoch: 2,
    release: 'r2',
    since: at(5),
    past: [
      {
        version: { number: 1, arn: 'a' },
        configName: 'c1',
        epoch: 1,
        release: 'r1',
        since: at(1),
        until: at(5),
        ended: 'Replaced',
        reason: '',
      },
    ],
  };

  it('is the champion, or a reign before it', () => {
    expect([0, 1, 5].map((hour) => reignAt(champion, at(hour))?.config)).toEqual([undefined, 'c1', 'c2']);
    expect(reignAt(undefined, at(1))).toBeUndefined();
  });
});

describe('a moment', () => {
  it.each([
    ['2001-03-15', '2001-03-15T00:00:00.000Z'],
    ['2001-03-15T06:30', '2001-03-15T06:30:00.000Z'],
    ['2001-03-15 06:30Z', '2001-03-15T06:30:00.000Z'],
    ['2001-03-15T06:30:05.250+01:00', '2001-03-15T05:30:05.250Z'],
    ['2001-03-15t06:30z', '2001-03-15T06:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseMoment(text)).toBe(instant);
  });

  it.each(['yesterday', '2001-13-01', '2001-02-30', '2001-03-15T25:00', '15.3.2001', ''])('%s is none', (text) => {
    expect(() => parseMoment(text)).toThrow(/no date or time/);
  });
});
