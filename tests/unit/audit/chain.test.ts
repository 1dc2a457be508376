import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionFingerprint, GENESIS_HASH, nextRecord } from '#domain/audit/chain.ts';
import type { AuditEntry, AuditRecord } from '#domain/audit/record.ts';
import { verifyChain } from '#domain/audit/verify-chain.ts';

const word = fc.string({ minLength: 1, maxLength: 12 });

const entries = fc.array(
  fc.record(
    {
      model: fc.constant('churn'),
      action: word,
      subject: word,
      actor: word,
      reason: fc.string(),
      evidence: fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean())),
      digests: fc.dictionary(word, word),
    },
    { requiredKeys: ['model', 'action', 'subject', 'actor', 'reason'] },
  ),
  { minLength: 1, maxLength: 12 },
);

function chainOf(list: readonly AuditEntry[]): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const entry of list) records.push(nextRecord(records.at(-1), entry, new Date(1_700_000_000_000)));
  return records;
}

describe('an audit chain', () => {
  it('starts from the genesis hash and counts from 1', () => {
    const [first] = chainOf([{ model: 'm', action: 'Pause', subject: 's', actor: 'a', reason: 'r' }]);
    expect(first).toMatchObject({ seq: 1, previousHash: GENESIS_HASH, time: '2023-11-14T22:13:20.000Z' });
  });

  it('verifies as long as nobody touched it, also after a round trip through JSON', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const stored = JSON.parse(JSON.stringify(chainOf(list))) as unknown[];
        expect(verifyChain(stored)).toMatchObject({ ok: true, records: list.length });
      }),
    );
  });

  it('breaks at the first record that was changed, whatever field it was', () => {
    const field = fc.constantFrom('actor', 'reason', 'subject', 'action', 'time', 'model', 'occurredAt');
    fc.assert(
      fc.property(entries, fc.nat(), field, (list, at, name) => {
        const records = chainOf(list);
        const index = at % records.length;
        const touched = records.map((record, i) => (i === index ? { ...record, [name]: `${record.reason}!` } : record));
        expect(verifyChain(touched)).toEqual({
          ok: false,
          seq: index + 1,
          reason: `Record ${index + 1} was changed after it was written.`,
        });
      }),
    );
  });

  it('breaks after a record that was rewritten with a fitting hash', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (list, at) => {
        fc.pre(list.length > 1);
        const records = chainOf(list);
        const index = at % (records.length - 1);
        const forged = nextRecord(records[index - 1], { ...list[index]!, actor: 'somebody else' }, new Date(0));
        const verdict = verifyChain(records.with(index, forged));
        expect(verdict).toMatchObject({ ok: false, seq: index + 2 });
      }),
    );
  });

  it('breaks at a record that is missing', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (list, at) => {
        fc.pre(list.length > 1);
        const index = at % (list.length - 1);
        expect(verifyChain(chainOf(list).toSpliced(index, 1))).toMatchObject({ ok: false, seq: index + 1 });
      }),
    );
  });

  it('breaks at a sequence that is stored twice', () => {
    const records = chainOf([
      { model: 'm', action: 'a', subject: '1', actor: 'x', reason: '' },
      { model: 'm', action: 'a', subject: '2', actor: 'x', reason: '' },
    ]);
    expect(verifyChain([records[0], records[0], records[1]])).toEqual({
      ok: false,
      seq: 1,
      reason: 'Record 1 is stored more than once.',
    });
  });

  it('breaks at something that is no record', () => {
    expect(verifyChain([{ seq: 1 }])).toMatchObject({ ok: false, seq: 1 });
  });
});

describe('the fingerprint of a decision', () => {
  it('is that of its action and subject together, so neither can be mistaken for the other', () => {
    fc.assert(
      fc.property(fc.tuple(word, word), fc.tuple(word, word), (one, other) => {
        const [a, b] = [one, other].map(([action, subject]) => decisionFingerprint({ action, subject }));
        expect(a === b).toBe(one[0] === other[0] && one[1] === other[1]);
      }),
    );
  });
});
