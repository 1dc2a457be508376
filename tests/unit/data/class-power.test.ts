import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { categoryPowers, presencePowers, rankingPowers } from '#data/leakage/class-power.ts';
import { rankingPower } from '#data/leakage/predictive-power.ts';

const classesOf = (codes: readonly number[], count = 3) => ({ codes: Float64Array.from(codes), count });

/** Rows of which at least 20 are of each class. */
const labelled = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 6 })), { minLength: 5, maxLength: 60 })
  .map((rows) => [...rows, ...Array.from({ length: 60 }, (_, row) => [row % 3, row % 7] as [number, number])]);

describe('how well a column tells classes apart', () => {
  it('is the largest AUC of one class against all others', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const values = Float64Array.from(rows, ([, value]) => value);
        const codes = rows.map(([code]) => code);
        const slowly = [0, 1, 2].map(
          (of) =>
            rankingPower(
              values,
              Float64Array.from(codes, (code) => (code === of ? 1 : 0)),
            )!,
        );
        const found = rankingPowers(values, classesOf(codes))!;
        expect(found.power).toBeCloseTo(Math.max(...slowly), 12);
        expect(slowly[found.of]).toBeCloseTo(found.power, 12);
      }),
    );
  });

  it('says nothing of a class of few rows, which chance alone could tell', () => {
    const codes = Array.from({ length: 100 }, (_, row) => (row < 19 ? 0 : 1 + (row % 2)));
    const first = Float64Array.from(codes, (code) => (code === 0 ? 1 : 0));
    expect(rankingPowers(first, classesOf(codes))!.power).toBeLessThan(0.7);
    expect(rankingPowers(first, classesOf(codes.with(50, 0)))!).toMatchObject({
      of: 0,
      power: expect.closeTo(0.975, 3),
    });
    expect(presencePowers(Float64Array.from({ length: 30 }), classesOf(new Array(30).fill(1)))).toBeUndefined();
  });

  it('is half of nothing, and all of what is there for one class only', () => {
    const codes = Array.from({ length: 90 }, (_, row) => row % 3);
    expect(presencePowers(new Float64Array(90), classesOf(codes))?.power).toBe(0.5);
    const only = Float64Array.from(codes, (code) => (code === 2 ? 7 : Number.NaN));
    expect(presencePowers(only, classesOf(codes))).toEqual({ power: 1, of: 2 });
  });

  it('of categories is not taken from a row about itself', () => {
    const codes = Array.from({ length: 3000 }, (_, row) => (row % 100 === 0 ? 2 : row % 2));
    const random = xoroshiro128plus(5);
    const small = Float64Array.from({ length: 3000 }, () => Math.floor(1000 * uniformFloat64(random)));
    expect(categoryPowers(small, classesOf(codes))!.power).toBeLessThan(0.7);
    expect(
      categoryPowers(
        Float64Array.from(codes, (code) => code),
        classesOf(codes),
      )!.power,
    ).toBe(1);
  });

  it('of categories is between a half and one', () => {
    fc.assert(
      fc.property(labelled, (rows) => {
        const categories = Float64Array.from(rows, ([, value]) => value);
        const found = categoryPowers(categories, classesOf(rows.map(([code]) => code)))!;
        expect(found.power).toBeGreaterThanOrEqual(0.5);
        expect(found.power).toBeLessThanOrEqual(1);
      }),
    );
  });
});
