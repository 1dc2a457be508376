import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPACITY, partsOf, planMeasurement } from '#domain/landing/measure-plan.ts';

const files = (...sizes: number[]) => sizes.map((size, place) => ({ key: `landing/m/${place}.csv`, size }));
const capacity = { ...CAPACITY, partBytes: 100, partFiles: 3, windowBytes: 1000 };
const plan = (sizes: number[], { earlier = [] as number[], partBytes = 100 } = {}) =>
  planMeasurement({ objects: files(...sizes), earlier, partBytes }, capacity);

describe('The parts of a dataset', () => {
  it('hold every file once and in order, and no more than fits unless it is one file', () => {
    const most = fc.record({ bytes: fc.integer({ min: 1, max: 50 }), files: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }), most, (sizes, limit) => {
        const parts = partsOf(files(...sizes), limit);
        expect(parts.map(({ part }) => part)).toEqual(parts.map((_, place) => place));
        expect(parts.flatMap(({ first, end }) => sizes.slice(first, end))).toEqual(sizes);
        for (const { first, end } of parts) {
          const bytes = sizes.slice(first, end).reduce((total, size) => total + size, 0);
          expect(end - first).toBeGreaterThan(0);
          expect(end - first).toBeLessThanOrEqual(limit.files);
          expect(end - first === 1 || bytes <= limit.bytes).toBe(true);
        }
      }),
    );
  });

  it('are as few as neighbours allow', () => {
    expect(partsOf(files(40, 60, 1, 99, 5), { bytes: 100, files: 9 })).toEqual([
      { part: 0, first: 0, end: 2 },
      { part: 1, first: 2, end: 4 },
      { part: 2, first: 4, end: 5 },
    ]);
  });
});

describe('How a dataset is measured', () => {
  it('is by one function as long as one holds it', () => {
    expect(plan([50, 50])).toEqual({ kind: 'whole' });
  });

  it('is in parts when there are too many bytes or files, or the manifest wants smaller parts', () => {
    expect(plan([50, 51])).toMatchObject({ kind: 'parts', parts: [{ end: 1 }, { first: 1 }] });
    expect(plan([1, 1, 1, 1])).toMatchObject({ kind: 'parts', parts: [{ end: 3 }, { end: 4 }] });
    expect(plan([10, 10], { partBytes: 10 })).toMatchObject({ kind: 'parts', parts: [{ end: 1 }, { end: 2 }] });
    expect(plan([30, 10], { partBytes: 10 })).toMatchObject({ kind: 'parts', parts: [{ end: 1 }, { end: 2 }] });
  });

  it('is not at all when a file is more than a function holds, whatever the manifest says', () => {
    expect(planMeasurement({ objects: files(1, 3 * 2 ** 30), earlier: [], partBytes: 2 ** 40 })).toEqual({
      kind: 'tooLarge',
      reason:
        'landing/m/1.csv has 3 GiB; a function measures files of at most 2 GiB. Deliver the data in smaller files.',
    });
  });

  it('is not at all when the window is more than PrepareDataset holds', () => {
    const half = CAPACITY.windowBytes / 2;
    const alone = planMeasurement({ objects: files(half, half, half), earlier: [], partBytes: half });
    expect(alone).toEqual({
      kind: 'tooLarge',
      reason: 'The landing has 4.5 GiB; PrepareDataset trains on at most 3 GiB. Deliver less at a time.',
    });
    const together = planMeasurement({ objects: files(half), earlier: [half, half], partBytes: half });
    expect(together).toEqual({
      kind: 'tooLarge',
      reason:
        'The landing and the 2 accepted before it in the window have 4.5 GiB; PrepareDataset trains on at most 3 GiB. Lower data.window, or deliver less at a time.',
    });
  });
});
