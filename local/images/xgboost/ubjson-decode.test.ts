import { describe, expect, it } from 'vitest';
import { decodeUbjson, UbjsonError } from './ubjson-decode.ts';

const decode = (...parts: (string | number)[]) =>
  decodeUbjson(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part])))),
  );

describe('decodeUbjson', () => {
  it.each([
    ['Z', null],
    ['T', true],
    ['F', false],
    ['U\xff', 255],
    ['i\xff', -1],
    ['I\x01\x00', 256],
    ['l\xff\xff\xff\xfe', -2],
    ['L\0\0\0\x01\0\0\0\0', 2 ** 32],
    ['d\x3f\x80\0\0', 1],
    ['D\x3f\xe0\0\0\0\0\0\0', 0.5],
    ['Ca', 'a'],
    ['SU\x02hi', 'hi'],
    ['HU\x023e', '3e'],
    ['[U\x01[T]]', [1, [true]]],
    ['[#U\x02U\x01Z', [1, null]],
    ['[$U#U\x02\x07\x08', [7, 8]],
    ['{U\x01aZ}', { a: null }],
    ['{#U\x01U\x01aT', { a: true }],
    ['{$U#U\x01U\x01a\x05', { a: 5 }],
  ])('reads %j', (bytes, value) => {
    expect(decode(bytes)).toEqual(value);
  });

  it('keeps a key named __proto__ a key', () => {
    expect(Object.keys(decode('{U\x09__proto__T}') as object)).toEqual(['__proto__']);
  });

  it.each([
    ['[U\x01', 'ends too early'],
    ['SU\x05hi', 'ends too early'],
    ['x', 'Byte 0: "x" is no UBJSON type'],
    ['TT', 'Byte 1: something follows the value'],
    ['[#i\xff', 'a negative length'],
  ])('fails on %j', (bytes, message) => {
    expect(() => decode(bytes)).toThrow(UbjsonError);
    expect(() => decode(bytes)).toThrow(message);
  });
});
