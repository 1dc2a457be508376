import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatKeys, floatsOfKeys, radixSort } from './radix-sort.ts';

describe('radixSort', () => {
  it('sorts keys as unsigned integers', () => {
    fc.assert(
      fc.property(fc.uint32Array(), (keys) => {
        const sorted = keys.slice();
        radixSort(sorted);
        expect(sorted).toEqual(keys.toSorted());
      }),
    );
  });

  it('sorts floats by their keys', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true }), (floats) => {
        const keys = floatKeys(floats);
        radixSort(keys);
        expect(floatsOfKeys(keys)).toEqual(floats.toSorted());
      }),
    );
  });
});
