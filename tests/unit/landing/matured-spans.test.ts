import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Delivery, maturedSpans } from '#domain/landing/matured-spans.ts';

const hour = 3_600_000_000;
const hours = (first: number, last: number, pinnedAt: number): Delivery => ({
  first: first * hour,
  last: last * hour,
  pinnedAt: pinnedAt * hour,
});

describe('the event times whose labels had matured', () => {
  it('end the maturity before the dataset was pinned', () => {
    expect(maturedSpans([hours(0, 100, 110)], 24)).toEqual([{ from: 0, through: 86 * hour }]);
    expect(maturedSpans([hours(0, 50, 110)], 24)).toEqual([{ from: 0, through: 50 * hour }]);
    expect(maturedSpans([hours(90, 100, 110)], 24)).toEqual([]);
  });

  it('leave out what an earlier dataset delivered too young and nobody delivered again', () => {
    expect(maturedSpans([hours(0, 100, 100), hours(101, 200, 230)], 24)).toEqual([
      { from: 0, through: 76 * hour },
      { from: 101 * hour, through: 200 * hour },
    ]);
  });

  it('hold what a later dataset delivered again, matured', () => {
    expect(maturedSpans([hours(0, 100, 100), hours(50, 200, 230)], 24)).toEqual([{ from: 0, through: 200 * hour }]);
  });

  it('are those that some dataset spans and had long enough, in order and apart', () => {
    const delivery = fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: -20, max: 60 }))
      .map(([first, length, wait]) => hours(first, first + length, first + length + wait));
    fc.assert(
      fc.property(fc.array(delivery, { maxLength: 6 }), fc.integer({ min: 1, max: 48 }), (deliveries, maturity) => {
        const spans = maturedSpans(deliveries, maturity);
        for (const [index, { from, through }] of spans.entries()) {
          expect(from).toBeLessThanOrEqual(through);
          if (index > 0) expect(from).toBeGreaterThan(spans[index - 1]!.through);
        }
        for (let time = 0; time <= 280 * hour; time += hour / 2) {
          const matured = deliveries.some(
            ({ first, last, pinnedAt }) => first <= time && time <= last && time <= pinnedAt - maturity * hour,
          );
          expect(spans.some(({ from, through }) => from <= time && time <= through)).toBe(matured);
        }
      }),
    );
  });
});
