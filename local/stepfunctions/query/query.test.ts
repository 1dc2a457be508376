import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { QueryCompiler } from './query.ts';
import { compileTemplate, evaluateTemplate } from './template.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const compiler = new QueryCompiler({ random: () => 0.25, uuid: () => 'a-uuid', now: () => NOW });
const evaluate = (expression: string, bindings = {}) =>
  compiler.compile(expression, 'Output').evaluate(bindings, 'Output');

describe('a JSONata expression', () => {
  it.each<[expression: string, result: Json]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$hash("a", "SHA-256")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['$hash("a", "MD5")', '0cc175b9c0f1b6a831c399e269772661'],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$random(7) = $random(8)', false],
    ['$uuid()', 'a-uuid'],
    ['$parse("{\\"a\\":[1]}").a', [1]],
    ['$now()', '2026-01-05T12:00:00.000Z'],
    ['$now("[Y0001]-[M01]")', '2026-01'],
    ['$millis()', NOW],
    ['$fromMillis($millis())', '2026-01-05T12:00:00.000Z'],
    ['{"a": $nothing, "b": 1}', { b: 1 }],
  ])('%s gives %j', async (expression, result) => {
    expect(await evaluate(expression)).toEqual(result);
  });

  it.each([
    ['$states.input.a', { states: { input: {} } }, 'returned nothing (undefined).'],
    ['$eval("1+1")', {}, 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    [
      '"a" + 1',
      {},
      'threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number',
    ],
    ['1'.repeat(1) + '+1'.repeat(199), {}, 'threw an error during evaluation: Stack overflow error: Check for'],
    ['function($x) { $x }', {}, 'threw an error during evaluation.'],
  ])('%s fails in the words of AWS', async (expression, bindings, words) => {
    const failure = evaluate(expression, bindings);
    await expect(failure).rejects.toThrow(`The JSONata expression '${expression}' specified for the field 'Output' `);
    await expect(failure).rejects.toThrow(words);
  });

  it('may compute for a second', async () => {
    await expect(evaluate('($f := function($x) { $f($x + 1) }; $f(1))')).rejects.toThrow(
      'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop',
    );
  });

  it('is refused when it is no JSONata', () => {
    expect(() => compiler.compile('$a +', 'Arguments/x')).toThrow("specified for the field 'Arguments/x' is not valid");
  });

  it('looks a plain path up as JSONata does', async () => {
    const { default: jsonata } = await import('jsonata');
    const key = fc.constantFrom('a', 'b');
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.integer(),
        fc.array(tie('node'), { maxLength: 2 }),
        fc.dictionary(key, tie('node')),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(tree, fc.array(key, { maxLength: 3 }), async (input, names) => {
        const expression = ['$states.input', ...names].join('.');
        const expected: unknown = await jsonata(expression).evaluate(undefined, { states: { input } });
        const text = JSON.stringify(expected);
        if (text === undefined) await expect(evaluate(expression, { states: { input } })).rejects.toThrow('nothing');
        else expect(JSON.stringify(await evaluate(expression, { states: { input } }))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a field with expressions inside', () => {
  const fill = (value: Json, bindings = {}) => evaluateTemplate(compileTemplate(value, 'Output', compiler), bindings);

  it('evaluates strings that are expressions from end to end and leaves the others', async () => {
    const value = { a: ['{% $n + 1 %}', ' {% $n %}', '{% unended'], '{% $n %}': { b: '{%$n%}' } };
    expect(await fill(value, { n: 1 })).toEqual({ a: [2, ' {% $n %}', '{% unended'], '{% $n %}': { b: 1 } });
  });

  it('reads an expression over several lines', async () => {
    expect(await fill('{%\n  $n *\n  2\n%}', { n: 4 })).toBe(8);
  });

  it('names the place of a failure by keys and list positions', async () => {
    await expect(fill({ values: [1, { x: '{% $nothing %}' }] })).rejects.toThrow(
      "the field 'Output/values[1]/x' returned",
    );
  });
});
