import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, RecordTooLargeError, splitLines } from './batches.ts';

describe('batches', () => {
  it('takes one record at a time for SingleRecord', () => {
    expect([...batches(['a', 'b'], { strategy: 'SingleRecord', maxBytes: 100 })]).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('covers every record once, in order, and never exceeds the payload limit', () => {
    const records = fc.array(fc.string({ maxLength: 20 }).filter((text) => !text.includes('\n')));
    fc.assert(
      fc.property(records, fc.integer({ min: 100, max: 300 }), (lines, maxBytes) => {
        const ranges = [...batches(lines, { strategy: 'MultiRecord', maxBytes })];
        expect(ranges.flatMap(([from, to]) => lines.slice(from, to))).toEqual(lines);
        for (const [from, to] of ranges) {
          expect(Buffer.byteLength(`${lines.slice(from, to).join('\n')}\n`)).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });

  it('refuses a record larger than a request may be', () => {
    expect(() => [...batches(['abc', 'x'.repeat(20)], { strategy: 'MultiRecord', maxBytes: 10 })]).toThrow(
      RecordTooLargeError,
    );
  });
});

describe('splitLines', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\nb\n', ['a', 'b']],
    ['a\r\n\r\nb', ['a', '', 'b']],
  ])('splits %j', (text, lines) => expect(splitLines(text)).toEqual(lines));
});
