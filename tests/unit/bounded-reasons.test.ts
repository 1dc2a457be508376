import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedReasons } from '#domain/bounded-reasons.ts';

describe('Reasons in the data of a run', () => {
  it('are all there when they are few', () => {
    expect(boundedReasons(['a', 'b'])).toEqual(['a', 'b']);
  });

  it('are the first twenty, and how many more there are', () => {
    const reasons = boundedReasons(Array.from({ length: 25 }, (_, index) => `reason ${index}`));
    expect(reasons).toHaveLength(21);
    expect(reasons.at(-1)).toBe('And 5 more, which the evidence shows.');
  });

  it('are cut when one is longer than anybody reads', () => {
    const [reason = ''] = boundedReasons(['x'.repeat(5000)]);
    expect(reason).toHaveLength(1000);
    expect(reason.at(-1)).toBe('…');
  });

  it('fit the cause of a Fail state, whatever the data says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3000 }), { maxLength: 60 }), (reasons) => {
        expect(boundedReasons(reasons).join(' ').length).toBeLessThan(32_768);
      }),
      { numRuns: 50 },
    );
  });
});
