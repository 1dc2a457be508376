import { describe, expect, it } from 'vitest';
import { noncentralTail } from '#domain/evaluation/noncentral-t.ts';
import { normalCumulative } from '#domain/evaluation/normal.ts';
import { studentTail } from '#domain/evaluation/student-t.ts';

describe('the normal distribution', () => {
  // scipy.stats.norm.cdf
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.6448536269514722, 0.05],
    [-5, 2.866515718791939e-7],
    [6, 0.9999999990134123],
    [-40, 0],
    [40, 1],
  ])('is below %f with probability %f', (z, probability) => {
    expect(normalCumulative(z)).toBeCloseTo(probability, 14);
  });
});

describe('the noncentral t distribution', () => {
  // scipy.stats.nct.sf(t, df, shift)
  it.each([
    [1.8945786, 7, 2, 0.5627479920179315],
    [1.8945786, 7, 4, 0.9734024051755206],
    [2.353363, 3, 4, 0.9084467267214835],
    [6.313752, 1, 3, 0.36119539879560014],
    [-2, 5, -1, 0.7780746626162148],
    [1.65, 1e6, 2, 0.6368307165730247],
    [2.9, 2, 1, 0.17539025609845593],
  ])('is above %f with %f degrees of freedom and shift %f as scipy says', (...[t, df, shift, tail]) => {
    expect(noncentralTail(t, df, shift)).toBeCloseTo(tail, 7);
  });

  it.each([1, 2, 7, 50, 1e6])('without a shift is Student’s, with %f degrees of freedom', (df) => {
    expect(noncentralTail(1.7, df, 0)).toBeCloseTo(studentTail(1.7, df), 7);
  });
});
