import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Due, Heap } from './heap.ts';

const due = fc.record({ at: fc.nat(20), sequence: fc.nat() });

describe('the heap', () => {
  it('gives back what was put in, sorted by time and then by order of creation', () => {
    fc.assert(
      fc.property(fc.array(due), (items) => {
        const heap = new Heap<Due>();
        for (const item of items) heap.push(item);
        const given = items.map(() => heap.pop());
        expect(given).toEqual([...items].sort((a, b) => a.at - b.at || a.sequence - b.sequence));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });

  it('keeps the order while items come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.option(due)), (steps) => {
        const heap = new Heap<Due>();
        const model: Due[] = [];
        for (const step of steps) {
          if (step !== null) {
            heap.push(step);
            model.push(step);
            model.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
          } else expect(heap.pop()).toEqual(model.shift());
          expect(heap.peek()).toEqual(model[0]);
          expect(heap.size).toBe(model.length);
        }
      }),
    );
  });
});
