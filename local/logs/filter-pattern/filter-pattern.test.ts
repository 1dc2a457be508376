import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilterPattern } from './filter-pattern.ts';

const EVENT = JSON.stringify({
  level: 'ERROR',
  status: 503,
  ok: false,
  nothing: null,
  model: { name: 'flight-delays', tags: ['a', 'b'] },
});

describe('parseFilterPattern', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR timeout', 'timeout after ERROR', true],
    ['ERROR timeout', 'ERROR', false],
    ['"ERROR timeout"', 'ERROR timeout', true],
    ['"ERROR timeout"', 'timeout ERROR', false],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['ERROR -expected', 'ERROR expected', false],
    ['ERROR -"not this"', 'ERROR this', true],
    ['?ERROR ?WARN', 'a WARN line', true],
    ['?ERROR ?WARN', 'an INFO line', false],
    ['%status=5\\d\\d%', 'status=503', true],
    ['%status=5\\d\\d%', 'status=404', false],
    ['{ $.level = "ERROR" }', EVENT, true],
    ['{ $.level = ERROR }', EVENT, true],
    ['{ $.level = "ERR*" }', EVENT, true],
    ['{ $.level != "ERROR" }', EVENT, false],
    ['{ $.absent != "ERROR" }', EVENT, false],
    ['{ $.status = 503 }', EVENT, true],
    ['{ $.status >= 500 && $.status < 600 }', EVENT, true],
    ['{ $.status > 503 || $.model.name = "flight-*" }', EVENT, true],
    ['{ ($.status = 1 || $.status = 503) && $.level = "INFO" }', EVENT, false],
    ['{ $.model.tags[1] = "b" }', EVENT, true],
    ["{ $.model['name'] = %^flight% }", EVENT, true],
    ['{ $.ok IS FALSE }', EVENT, true],
    ['{ $.nothing IS NULL }', EVENT, true],
    ['{ $.absent NOT EXISTS }', EVENT, true],
    ['{ $.level NOT EXISTS }', EVENT, false],
    ['{ $.level = "ERROR" }', 'ERROR, but no JSON', false],
  ])('%s on %s: %s', (pattern, message, expected) => {
    expect(parseFilterPattern(pattern)(message)).toBe(expected);
  });

  it.each([
    ['[ip, user]', 'space-delimited'],
    ['{ $.a = }', 'lacks a value'],
    ['{ level = 1 }', 'level is unexpected'],
    ['{ $.a ~ 1 }', 'unexpected character'],
    ['{ $.a = 1', '} is missing'],
  ])('refuses %s', (pattern, message) => {
    expect(() => parseFilterPattern(pattern)).toThrow(message);
  });

  it('finds any quoted phrase exactly where it is contained', () => {
    const word = fc.stringMatching(/^[a-z ]{1,8}$/);
    fc.assert(
      fc.property(word, word, (phrase, message) => {
        expect(parseFilterPattern(`"${phrase}"`)(message)).toBe(message.includes(phrase));
      }),
    );
  });
});
