import { expect, it } from 'vitest';
import { answered, describeAnswer, notAnswered } from '#domain/serving/container-answer.ts';

it.each([
  [400, 'Refused', 'was refused (400: why)'],
  [415, 'Refused', 'was refused (415: why)'],
  [499, 'Refused', 'was refused (499: why)'],
  [500, 'Failed', 'failed in the container (500: why)'],
  [503, 'Failed', 'failed in the container (503: why)'],
  [0, 'Failed', 'failed in the container (no answer: why)'],
] as const)('an answer with the status %i is taken as %s', (status, outcome, said) => {
  const answer = notAnswered(status, 'why');
  expect(answer).toEqual({ outcome, status, message: 'why' });
  expect(describeAnswer(answer)).toBe(said);
});

it('what a container says is kept and shown in part', () => {
  expect(answered('x'.repeat(200_000))).toEqual({ outcome: 'Answered', body: 'x'.repeat(100_000) });
  expect(describeAnswer(answered(' 0.5\n'))).toBe('was answered "0.5"');
  expect(notAnswered(500, 'x'.repeat(2000))).toMatchObject({ message: 'x'.repeat(500) });
});
