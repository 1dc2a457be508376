import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankOrder } from '#domain/evaluation/rank-order.ts';

describe('rankOrder', () => {
  it('orders any numbers as a stable sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (numbers) => {
        const expected = numbers
          .map((_, index) => index)
          .sort((a, b) => (numbers[a]! < numbers[b]! ? -1 : numbers[a]! > numbers[b]! ? 1 : a - b));
        expect([...rankOrder(Float64Array.from(numbers))]).toEqual(expected);
      }),
    );
  });

  it('orders numbers that agree in most of their bits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 50 }), (numbers) => {
        const values = Float64Array.from(numbers, (number) => number / 4);
        const sorted = Array.from(rankOrder(values), (row) => values[row]!);
        expect(sorted).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });
});
