import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdoutRows, spread } from '#domain/serving/holdout-row.ts';

describe('the rows of a holdout', () => {
  it('are an id and the rest, and the id may be quoted', () => {
    expect(holdoutRows('a,1,2\n"b,""c""",3,\nd,,5\n')).toEqual([
      { id: 'a', rest: '1,2' },
      { id: 'b,"c"', rest: '3,' },
      { id: 'd', rest: ',5' },
    ]);
    expect(holdoutRows('')).toEqual([]);
  });

  it('have whatever id was written', () => {
    const id = fc.string().filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(id, (text) => {
        const written = `"${text.replaceAll('"', '""')}",1,2`;
        expect(holdoutRows(written)).toEqual([{ id: text, rest: '1,2' }]);
      }),
    );
  });
});

describe('a spread', () => {
  it('takes all when there are fewer, and otherwise as many as asked, in order, from the first on', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (length, count) => {
        const items = Array.from({ length }, (_, index) => index);
        const taken = spread(items, count);
        expect(taken).toHaveLength(Math.min(length, count));
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toEqual(taken.toSorted((a, b) => a - b));
        if (taken.length > 0) expect(taken[0]).toBe(0);
      }),
    );
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([0, 3, 6]);
  });
});
