import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './compile.ts';
import { PatternError } from './pattern-error.ts';

const hit = (pattern: object, event: object) => compilePattern(pattern).matches(event);

describe('an event pattern', () => {
  it.each<[name: string, pattern: object, event: object, expected: boolean]>([
    ['exact text', { source: ['a', 'b'] }, { source: 'b' }, true],
    ['exact text, another', { source: ['a'] }, { source: 'A' }, false],
    ['a field that is missing', { source: ['a'] }, {}, false],
    ['further fields of the event', { source: ['a'] }, { source: 'a', more: 1 }, true],
    ['nested fields', { detail: { state: { value: ['ALARM'] } } }, { detail: { state: { value: 'ALARM' } } }, true],
    ['all fields must match', { a: ['1'], b: ['2'] }, { a: '1', b: '3' }, false],
    ['a number', { n: [5] }, { n: 5 }, true],
    ['a number is no text', { n: [5] }, { n: '5' }, false],
    ['a boolean', { b: [true] }, { b: true }, true],
    ['null', { b: [null] }, { b: null }, true],
    ['null is not absence', { b: [null] }, {}, false],
    ['any element of an array in the event', { a: ['x'] }, { a: ['y', 'x'] }, true],
    ['an empty array in the event', { a: ['x'] }, { a: [] }, false],
    ['prefix', { k: [{ prefix: 'landing/' }] }, { k: 'landing/x.csv' }, true],
    ['prefix of a number', { k: [{ prefix: '1' }] }, { k: 12 }, false],
    ['prefix ignoring case', { k: [{ prefix: { 'equals-ignore-case': 'EU-' } }] }, { k: 'eu-west-1' }, true],
    ['suffix', { k: [{ suffix: '_SUCCESS' }] }, { k: 'a/_SUCCESS' }, true],
    ['suffix ignoring case', { k: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { k: 'a.png' }, true],
    ['equals-ignore-case', { k: [{ 'equals-ignore-case': 'Alice' }] }, { k: 'aLICE' }, true],
    ['wildcard', { k: [{ wildcard: 'landing/*/data-*.csv' }] }, { k: 'landing/a/b/data-1.csv' }, true],
    ['wildcard, anchored', { k: [{ wildcard: 'a*b' }] }, { k: 'abc' }, false],
    ['wildcard, escaped star', { k: [{ wildcard: 'a\\*b' }] }, { k: 'a*b' }, true],
    ['wildcard, escaped star is no wildcard', { k: [{ wildcard: 'a\\*b' }] }, { k: 'axb' }, false],
    ['wildcard parts do not overlap', { k: [{ wildcard: 'ab*ba' }] }, { k: 'aba' }, false],
    ['numeric', { n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 5 }, true],
    ['numeric, below', { n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 0 }, false],
    ['numeric, a digit in text', { n: [{ numeric: ['=', 5] }] }, { n: '5' }, false],
    ['cidr 4', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: '10.0.0.255' }, true],
    ['cidr 4, outside', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: '10.0.1.0' }, false],
    ['cidr 6', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: '2001:db8::1' }, true],
    ['cidr, the other family', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: '10.0.0.1' }, false],
    ['cidr, no address', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: 'x' }, false],
    ['exists', { a: [{ exists: true }] }, { a: null }, true],
    ['exists, missing', { a: [{ exists: true }] }, {}, false],
    ['exists of an object is for leaves only', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['exists false', { 'replay-name': [{ exists: false }] }, { source: 'a' }, true],
    ['exists false, there', { 'replay-name': [{ exists: false }] }, { 'replay-name': 'r' }, false],
    ['absent or one value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['anything-but', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    ['anything-but needs the field', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['anything-but a list', { a: [{ 'anything-but': ['x', 1] }] }, { a: 1 }, false],
    ['anything-but of a boolean', { a: [{ 'anything-but': ['x'] }] }, { a: true }, true],
    ['anything-but a prefix', { a: [{ 'anything-but': { prefix: 'init' } }] }, { a: 'initial' }, false],
    ['anything-but suffixes', { a: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] }, { a: 'a.csv' }, true],
    ['anything-but ignoring case', { a: [{ 'anything-but': { 'equals-ignore-case': ['X'] } }] }, { a: 'x' }, false],
    ['anything-but a wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: 'x/lib/y' }, false],
    ['$or', { $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: '2' }, true],
    ['$or and a field beside it', { c: ['3'], $or: [{ a: ['1'] }, { b: ['2'] }] }, { b: '2', c: '4' }, false],
    ['$or inside', { d: { $or: [{ a: ['1'] }, { b: [{ numeric: ['<', 3] }] }] } }, { d: { b: 2 } }, true],
    [
      'two $or at different depths',
      { $or: [{ a: [1] }, { b: [1] }], d: { $or: [{ x: [1] }, { y: [1] }] } },
      { b: 1, d: { y: 1 } },
      true,
    ],
    [
      'fields of one array element',
      { l: { a: [1], b: [2] } },
      {
        l: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      },
      true,
    ],
    [
      'not of two array elements',
      { l: { a: [1], b: [4] } },
      {
        l: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      },
      false,
    ],
    [
      'array elements of different arrays',
      { l: { a: [1] }, m: { b: [2] } },
      { l: [{ a: 0 }, { a: 1 }], m: [{ b: 2 }] },
      true,
    ],
    ['a dotted name in the pattern', { 'detail.a': ['x'] }, { detail: { a: 'x' } }, true],
    ['a dotted name in the event', { detail: { a: ['x'] } }, { 'detail.a': 'x' }, true],
  ])('knows %s', (_, ...[pattern, event, expected]) => {
    expect(hit(pattern, event)).toBe(expected);
  });

  it.each<[name: string, pattern: unknown]>([
    ['no object', ['a']],
    ['an empty object', {}],
    ['an empty object inside', { detail: {} }],
    ['an empty array', { source: [] }],
    ['a bare value', { source: 'aws.s3' }],
    ['a nested array', { source: [['a']] }],
    ['an unknown operator', { source: [{ contains: 'a' }] }],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }],
    ['numeric without a number', { n: [{ numeric: ['>', 'x'] }] }],
    ['numeric with an unknown comparison', { n: [{ numeric: ['!=', 1] }] }],
    ['an empty range', { n: [{ numeric: ['>', 5, '<', 5] }] }],
    ['an upper bound before a lower one', { n: [{ numeric: ['<', 5, '>', 1] }] }],
    ['a number out of bounds', { n: [{ numeric: ['>', 6e9] }] }],
    ['exists that is no boolean', { a: [{ exists: 'yes' }] }],
    ['anything-but of nothing', { a: [{ 'anything-but': [] }] }],
    ['anything-but of null', { a: [{ 'anything-but': null }] }],
    ['two stars in a row', { a: [{ wildcard: 'a**b' }] }],
    ['a lone backslash', { a: [{ wildcard: 'a\\b' }] }],
    ['a block with too many bits', { a: [{ cidr: '10.0.0.0/33' }] }],
    ['$or of one', { $or: [{ a: ['1'] }] }],
  ])('refuses %s', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError);
  });

  const leaf = fc.oneof(fc.string({ maxLength: 6 }), fc.integer(), fc.boolean(), fc.constant(null));
  const key = fc.stringMatching(/^[a-z]{1,3}$/);
  const tree = fc.letrec<{ node: object }>((tie) => ({
    node: fc.dictionary(key, fc.oneof({ depthSize: 'small' }, leaf, tie('node')), { minKeys: 1, maxKeys: 3 }),
  })).node;

  it('made of an event matches that event', () => {
    const asPattern = (value: object): object =>
      Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name,
          typeof member === 'object' && member !== null ? asPattern(member) : [member],
        ]),
      );
    fc.assert(fc.property(tree, (event) => hit(asPattern(event), event)));
  });

  it('says of a present leaf the opposite with anything-but', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, other) => {
        expect(hit({ a: [{ 'anything-but': [other] }] }, { a: value })).toBe(!hit({ a: [other] }, { a: value }));
      }),
    );
  });

  it('treats wildcards as the regular expression they stand for', () => {
    const part = fc.stringMatching(/^[ab.]{0,3}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[ab.]{0,8}$/), (parts, value) => {
        const text = parts.join('*').replaceAll(/\*+/g, '*');
        const expression = new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(hit({ a: [{ wildcard: text }] }, { a: value })).toBe(expression.test(value));
      }),
    );
  });

  it('never throws on any JSON, it refuses or it compiles', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (pattern, event) => {
        try {
          hit(pattern as object, { detail: event });
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
    );
  });
});
