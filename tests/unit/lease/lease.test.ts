import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acquireLease, isFree, type Lease, releaseLease, renewLease, seizeLease } from '#domain/lease/lease.ts';

const at = (second: number) => new Date(1_700_000_000_000 + second * 1000);
const claim = (owner: string, second: number, seconds = 60) => ({ owner, now: at(second), seconds });
const held: Lease = { owner: 'one', epoch: 4, leaseUntil: at(60).toISOString() };

describe('acquiring a lease', () => {
  it('starts with epoch 1', () => {
    expect(acquireLease(undefined, claim('one', 0))).toEqual({ outcome: 'Acquired', lease: { ...held, epoch: 1 } });
  });

  it('is busy while another holds it', () => {
    expect(acquireLease(held, claim('two', 59))).toEqual({ outcome: 'Busy', lease: held });
  });

  it('takes an expired lease with the next epoch', () => {
    expect(acquireLease(held, claim('two', 60)).lease).toEqual({
      owner: 'two',
      epoch: 5,
      leaseUntil: at(120).toISOString(),
    });
  });

  it('keeps the epoch of the one who holds it already', () => {
    expect(acquireLease(held, claim('one', 300)).lease.epoch).toBe(4);
  });

  it('takes a released lease at once', () => {
    const free = releaseLease(held, { owner: 'one', epoch: 4, now: at(5) });
    expect(acquireLease(free, claim('two', 5))).toMatchObject({ outcome: 'Acquired', lease: { epoch: 5 } });
  });
});

describe('seizing a lease', () => {
  it('never waits for its holder, who then finds it lost', () => {
    const seized = seizeLease(held, claim('rollback', 1));
    expect(seized).toMatchObject({ owner: 'rollback', epoch: 5 });
    expect(renewLease(seized, { ...claim('one', 2), epoch: 4 })).toBeUndefined();
  });

  it('keeps the epoch when it is run again, and starts with 1', () => {
    expect(seizeLease(seizeLease(held, claim('r', 1)), claim('r', 2)).epoch).toBe(5);
    expect(seizeLease(undefined, claim('r', 1)).epoch).toBe(1);
  });
});

describe('renewing a lease', () => {
  it('extends it, and never shortens it', () => {
    expect(renewLease(held, { ...claim('one', 10, 600), epoch: 4 })?.leaseUntil).toBe(at(610).toISOString());
    expect(renewLease(held, { ...claim('one', 10, 1), epoch: 4 })).toEqual(held);
  });

  it('fails for an epoch that has passed', () => {
    expect(renewLease(held, { ...claim('one', 10), epoch: 3 })).toBeUndefined();
    expect(renewLease(undefined, { ...claim('one', 10), epoch: 4 })).toBeUndefined();
  });
});

describe('releasing a lease', () => {
  it('leaves what is not the releaser’s', () => {
    expect(releaseLease(held, { owner: 'two', epoch: 4, now: at(0) })).toBeUndefined();
    expect(releaseLease(held, { owner: 'one', epoch: 3, now: at(0) })).toBeUndefined();
    expect(releaseLease(undefined, { owner: 'one', epoch: 3, now: at(0) })).toBeUndefined();
  });
});

describe('a lease over any schedule', () => {
  it('never gives one epoch to two owners, and no two claimants hold it at one time', () => {
    const step = fc.record({
      owner: fc.constantFrom('a', 'b', 'c'),
      act: fc.constantFrom('acquire', 'seize', 'release'),
      wait: fc.integer({ min: 0, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const owners = new Map<number, string>();
        let lease: Lease | undefined;
        let second = 0;
        for (const { owner, act, wait } of steps) {
          second += wait;
          const before = lease;
          if (act === 'acquire') {
            const answer = acquireLease(lease, claim(owner, second));
            if (answer.outcome === 'Busy') expect(before?.owner).not.toBe(owner);
            else if (before !== undefined && !isFree(before, at(second))) expect(before.owner).toBe(owner);
            lease = answer.lease;
          } else if (act === 'seize') lease = seizeLease(lease, claim(owner, second));
          else if (lease !== undefined)
            lease = releaseLease(lease, { owner, epoch: lease.epoch, now: at(second) }) ?? lease;
          if (lease === undefined || lease.owner === '') continue;
          expect(owners.get(lease.epoch) ?? lease.owner).toBe(lease.owner);
          owners.set(lease.epoch, lease.owner);
          expect(lease.epoch).toBeGreaterThanOrEqual(before?.epoch ?? 0);
        }
      }),
    );
  });
});
