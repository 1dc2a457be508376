import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { childInputs } from './batch.ts';

describe('the inputs of children', () => {
  it('are the items, one each, without batches', () => {
    expect(childInputs(['a', { b: 1 }])).toEqual([
      { input: '"a"', items: 1 },
      { input: '{"b":1}', items: 1 },
    ]);
  });

  it('are batches that hold every item once and in order', () => {
    const items = fc.array(fc.jsonValue() as fc.Arbitrary<Json>, { maxLength: 20 });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 6 }), (all, maxItemsPerBatch) => {
        const batches = childInputs(all, { maxItemsPerBatch, batchInput: { run: 1 } });
        const read = batches.map(({ input }) => JSON.parse(input) as { BatchInput: Json; Items: Json[] });
        expect(read.flatMap(({ Items }) => Items)).toEqual(JSON.parse(JSON.stringify(all)));
        expect(batches.map(({ items: count }) => count)).toEqual(read.map(({ Items }) => Items.length));
        expect(batches.length).toBe(Math.ceil(all.length / maxItemsPerBatch));
        expect(read.every(({ BatchInput }) => JSON.stringify(BatchInput) === '{"run":1}')).toBe(true);
      }),
    );
  });

  it('end early rather than outgrow 256 KiB, and an item that does so alone is refused', () => {
    const large = 'x'.repeat(100_000);
    const batches = childInputs([large, large, large], { maxItemsPerBatch: 10, batchInput: undefined });
    expect(batches.map(({ items }) => items)).toEqual([2, 1]);
    expect(() => childInputs(['x'.repeat(262_144)])).toThrow('The input of a child execution is 262146 bytes');
  });
});
