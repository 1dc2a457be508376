import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Release } from '#domain/manifest/release-schema.ts';
import { bakesOf, releaseRouting, rollbackRouting } from '#domain/release-plan/routing.ts';

const release = (value: object) => Release.parse(value);

describe('the routing of a release', () => {
  it('is the manifest in seconds and whole instances', () => {
    const canary = { instances: 10, bakeMinutes: 5, traffic: { type: 'canary', size: 1, waitMinutes: 10 } };
    expect(releaseRouting(release(canary))).toEqual({
      type: 'canary',
      size: 1,
      waitSeconds: 600,
      bakeSeconds: 300,
      timeoutSeconds: 4500,
    });
  });

  it('has no size where all traffic moves at once', () => {
    expect(releaseRouting(release({ bakeMinutes: 0 }))).toEqual({
      type: 'all-at-once',
      waitSeconds: 0,
      bakeSeconds: 0,
      timeoutSeconds: 3600,
    });
  });

  it('times out after its waits and within what SageMaker takes', () => {
    const linear = fc.record({
      instances: fc.integer({ min: 2, max: 100 }),
      step: fc.integer({ min: 1, max: 50 }),
      waitMinutes: fc.integer({ min: 0, max: 60 }),
      bakeMinutes: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(linear, ({ instances, step, waitMinutes, bakeMinutes }) => {
        const manifest = release({ instances, bakeMinutes, traffic: { type: 'linear', step, waitMinutes } });
        const routing = releaseRouting(manifest);
        const waits = bakesOf(routing, instances).reduce((sum, wait) => sum + wait, 0);
        fc.pre(waits < 28_800);
        expect(routing.timeoutSeconds).toBeGreaterThan(waits);
        expect(routing.timeoutSeconds).toBeLessThanOrEqual(28_800);
        expect(routing.timeoutSeconds).toBeGreaterThanOrEqual(600);
      }),
    );
  });
});

describe('the waits of SageMaker', () => {
  it.each([
    { what: 'all at once', routing: { type: 'all-at-once', waitSeconds: 0, bakeSeconds: 300 }, waits: [300] },
    { what: 'a canary', routing: { type: 'canary', size: 1, waitSeconds: 600, bakeSeconds: 300 }, waits: [600, 300] },
    {
      what: 'linear',
      routing: { type: 'linear', size: 3, waitSeconds: 60, bakeSeconds: 300 },
      waits: [60, 60, 60, 300],
    },
    {
      what: 'a canary without a bake',
      routing: { type: 'canary', size: 1, waitSeconds: 600, bakeSeconds: 0 },
      waits: [600],
    },
  ] as const)('of $what with 10 instances are $waits', ({ routing, waits }) => {
    expect(bakesOf({ ...routing, timeoutSeconds: 3600 }, 10)).toEqual(waits);
  });

  it('of a rollback are none', () => {
    expect(bakesOf(rollbackRouting, 10)).toEqual([]);
  });
});
