import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvItems, parseCsv } from './csv.ts';

const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
const field = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'ä'), maxLength: 6 });
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 5 }));

describe('a CSV text', () => {
  it('is read as it was written, whatever its fields hold', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.map(quote).join(',') + end).join('');
        expect(parseCsv(text)).toEqual(rows);
      }),
    );
  });

  it('may end without a line break, begin with a byte order mark and hold blank lines', () => {
    expect(parseCsv('\ufeffa,b\n\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });

  it('is refused where quotes do not end with their field', () => {
    expect(() => parseCsv('a,b\n"1,2\n')).toThrow('The quotes at character 5 do not end with their field.');
    expect(() => parseCsv('a,"b"c\n')).toThrow('The quotes at character 3');
  });

  it('gives items by its first row, or by a header given', () => {
    expect(csvItems('id,name\n1,x\n2\n')).toEqual([
      { id: '1', name: 'x' },
      { id: '2', name: '' },
    ]);
    expect(csvItems('1,x\n', ['id', 'name'])).toEqual([{ id: '1', name: 'x' }]);
  });
});
