import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError } from './csv-error.ts';
import { parseCsv } from './csv-parser.ts';

const parse = (text: string) => parseCsv(new TextEncoder().encode(text), 'part-0.csv');
const rows = (text: string) => {
  const { rows, columns, values } = parse(text);
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)));
};

describe('parseCsv', () => {
  it('reads numbers in every common notation', () => {
    expect(rows('1,-2.5,+3,4e2,.5\n0,5.,-0.25E-1,1234567.5,00012\n')).toEqual([
      [1, -2.5, 3, 400, 0.5],
      [0, 5, Math.fround(-0.025), 1234567.5, 12],
    ]);
  });

  it('takes an empty field and NaN for a missing value', () => {
    expect(rows('1,,NaN,nan,\n,2,3,4,5\n')).toEqual([
      [1, NaN, NaN, NaN, NaN],
      [NaN, 2, 3, 4, 5],
    ]);
  });

  it('takes CRLF line ends and a last line without an end', () => {
    expect(rows('1,2\r\n3,4')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('finds no rows in an empty file', () => {
    expect(parse('')).toMatchObject({ rows: 0, columns: 0 });
  });

  it.each([
    ['label,a\n1,2\n', 'part-0.csv:1: "label" is not a number (the built-in XGBoost takes CSV without a header line)'],
    ['1,2\n3,x4\n', 'part-0.csv:2: "x4" is not a number'],
    ['1,2\n"3",4\n', String.raw`part-0.csv:2: "\"3\"" is quoted; only plain numbers are read`],
    ['1,2\n3\n', 'part-0.csv:2: 1 values, but the first line has 2'],
    ['1,2\n3,4,5\n', 'part-0.csv:2: 3 values, but the first line has 2'],
    ['1,2\n\n3,4\n', 'part-0.csv:2: the line is empty'],
    ['1,2\r\n\r\n', 'part-0.csv:2: the line is empty'],
    ['1,2\r3\n', 'part-0.csv:1: a carriage return inside the line'],
    ['1, 2\n', 'part-0.csv:1: " 2" is not a number (the built-in XGBoost takes CSV without a header line)'],
    ['1,inf\n', 'part-0.csv:1: "inf" is not a number (the built-in XGBoost takes CSV without a header line)'],
    ['1,2\n1,1e39\n', 'part-0.csv:2: value 2 is too large for a 32-bit float'],
    ['1,2\n1,-\n', 'part-0.csv:2: "-" is not a number'],
    ['1,2\n1,0x10\n', 'part-0.csv:2: "0x10" is not a number'],
  ])('fails on %j and says where', (text, message) => {
    expect(() => parse(text)).toThrow(CsvError);
    expect(() => parse(text)).toThrow(message);
  });

  it('brings every 32-bit float back from its shortest text', () => {
    const float = fc.float({ noDefaultInfinity: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.array(float, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (table) => {
        const read = parse(table.map((row) => row.join(',')).join('\n'));
        expect(Array.from(read.values, String)).toEqual(table.flat().map(String));
      }),
    );
  });

  it('rounds decimal fractions as the language does', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 22 }), (digits, decimals) => {
        const text = (digits / 10 ** decimals).toFixed(decimals);
        expect(parse(`${text}\n`).values[0]).toBe(Math.fround(Number(text)));
      }),
    );
  });

  it('reads a larger number as no smaller one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e30, max: 1e30, noNaN: true }),
        fc.double({ min: -1e30, max: 1e30, noNaN: true }),
        (a, b) => {
          const [low, high] = parse(`${Math.min(a, b)},${Math.max(a, b)}\n`).values;
          expect(low).toBeLessThanOrEqual(high!);
        },
      ),
    );
  });

  it('either reads any text or fails with a line that exists', () => {
    const text = fc.string({ unit: fc.constantFrom('1', '2', '.', ',', '\n', '\r', '-', 'e', 'x', ' ') });
    fc.assert(
      fc.property(text, (csv) => {
        try {
          const { rows, columns, values } = parse(csv);
          expect(values).toHaveLength(rows * columns);
        } catch (error) {
          if (!(error instanceof CsvError)) throw error;
          expect(error.line).toBeGreaterThan(0);
          expect(error.line).toBeLessThanOrEqual(csv.split('\n').length);
        }
      }),
    );
  });
});
