import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScoredAnswer, type ScoredLabel } from '#domain/scored-answer.ts';

const binary: ScoredLabel = { kind: 'binary' };
const number: ScoredLabel = { kind: 'number' };
const multiclass: ScoredLabel = { kind: 'multiclass', classes: ['billing', 'delivery', 'other'] };

const problemOf = (body: string, label: ScoredLabel) => {
  const read = readScoredAnswer(body, label);
  return 'problem' in read ? read.problem : undefined;
};

describe('the answer of a container', () => {
  it('is one probability for a binary label, and any number for a number', () => {
    expect(readScoredAnswer('0.25\n', binary)).toEqual({ scores: [0.25] });
    expect(readScoredAnswer(' -40.5 ', number)).toEqual({ scores: [-40.5] });
    expect(problemOf('1.5', binary)).toBe('the score 1.5 is outside 0 to 1.');
    expect(problemOf('', binary)).toBe('the answer "" is no number.');
    expect(problemOf('nan', number)).toBe('the answer "nan" is no number.');
    expect(problemOf('[0.1, 0.9]', binary)).toBe('the answer "[0.1, 0.9]" is no number.');
  });

  it.each(['[0.1, 0.2, 0.7]', '[0.1,0.2,0.7]\n', '0.1,0.2,0.7', '0.1, 0.2, 0.7'])(
    'is a probability per class for a multiclass label: %j',
    (body) => {
      expect(readScoredAnswer(body, multiclass)).toEqual({ scores: [0.1, 0.2, 0.7] });
    },
  );

  it.each([
    ['', 'the answer "" is no list of numbers, one per class.'],
    ['2', 'the answer "2" has 1 number; there are 3 classes.'],
    ['[0.5, 0.5]', 'the answer "[0.5, 0.5]" has 2 numbers; there are 3 classes.'],
    ['0.1,0.2,nan', 'the answer "0.1,0.2,nan" is no list of numbers, one per class.'],
    ['0.1,0.2,Infinity', 'the answer "0.1,0.2,Infinity" is no list of numbers, one per class.'],
    ['[0.1, 0.2, 0.7', 'the answer "[0.1, 0.2, 0.7" is no list of numbers, one per class.'],
    ['[0.1, 0.2, 0.7],[0.1, 0.2, 0.7]', 'is no list of numbers, one per class.'],
    ['0.1\n0.2\n0.7', 'is no list of numbers, one per class.'],
    ['[-0.1, 0.2, 0.9]', 'the score -0.1 of billing is outside 0 to 1.'],
    ['[0.1, 0.2, 1.5]', 'the score 1.5 of other is outside 0 to 1.'],
    ['[0.1, 0.2, 0.6]', 'the scores of all classes add up to 0.9, not to 1.'],
  ])('is refused in words for a multiclass label: %j', (body, problem) => {
    expect(problemOf(body, multiclass)).toContain(problem);
  });

  it('may be rounded on its way', () => {
    expect(readScoredAnswer('0.333,0.333,0.3335', multiclass)).toHaveProperty('scores');
    expect(problemOf('0.33,0.33,0.33', multiclass)).toContain('add up to 0.99');
  });

  it('is shown shortened when it is long', () => {
    expect(problemOf(`<html>${'x'.repeat(1000)}`, binary)?.length).toBeLessThan(120);
  });

  it('gives back whatever probabilities were written, in either form', () => {
    const weights = fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 2, maxLength: 100 });
    fc.assert(
      fc.property(weights, fc.boolean(), (given, bracketed) => {
        const sum = given.reduce((total, weight) => total + weight, 0);
        const scores = given.map((weight) => weight / sum);
        const label: ScoredLabel = { kind: 'multiclass', classes: given.map((_, index) => `c${index}`) };
        const body = bracketed ? `[${scores.join(', ')}]` : scores.join(',');
        expect(readScoredAnswer(body, label)).toEqual({ scores });
      }),
    );
  });

  it('never makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(binary, number, multiclass), (body, label) => {
        const read = readScoredAnswer(body, label);
        if ('scores' in read) expect(read.scores.every(Number.isFinite)).toBe(true);
        else expect(read.problem).not.toBe('');
      }),
    );
  });
});
