import { describe, expect, it } from 'vitest';
import { logGamma } from '#domain/evaluation/log-gamma.ts';
import { studentQuantile, studentTail } from '#domain/evaluation/student-t.ts';
import { expectClose, fixture } from './fixtures.ts';

interface StudentFixture {
  readonly tails: [number, number, number][];
  readonly quantiles: [number, number, number][];
  readonly logGamma: [number, number][];
}

const frozen = fixture<StudentFixture>('student-t');

describe("Student's distribution", () => {
  it('has the tails that scipy finds', () => {
    for (const [t, df, tail] of frozen.tails) expectClose(studentTail(t, df), tail);
  });

  it('has the quantiles that scipy finds', () => {
    for (const [probability, df, quantile] of frozen.quantiles) expectClose(studentQuantile(probability, df), quantile);
  });

  it('ends at infinity', () => {
    expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(studentTail(Number.NEGATIVE_INFINITY, 3)).toBe(1);
  });

  it('rests on the logarithm of the gamma function', () => {
    for (const [x, expected] of frozen.logGamma) expectClose(logGamma(x), expected);
  });
});
