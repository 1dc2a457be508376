import { describe, expect, it } from 'vitest';
import { mergeFirstPasses, undercounted } from '#data/parts/merge-first-passes.ts';
import { withNotes } from '#data/parts/merged-notes.ts';
import type { FirstPass } from '#data/validate/first-pass.ts';
import { sampleRate } from '#data/validate/sample-rate.ts';

const pass = (some: Partial<FirstPass>): FirstPass => ({
  rows: 10,
  offending: {},
  label: { rows: 10, mean: 0.5, low: 0, high: 1, odd: 0 },
  columns: {},
  estimated: 10,
  oneIn: 1,
  ...some,
});

describe('First passes over parts', () => {
  it('take the newest event, every line that cannot be read and the problem of an expectation from whichever part', () => {
    const merged = mergeFirstPasses([
      pass({
        newestEvent: 5,
        malformed: { lines: 2, examples: [{ line: 1 }] },
        offending: { 1: { count: 2, examples: [] } },
      }),
      pass({ malformed: { lines: 1, examples: [{ line: 9 }] }, offending: { 1: { problem: 'no such column' } } }),
      pass({ newestEvent: 7, malformed: { lines: 0, examples: [] }, offending: { 1: { count: 3, examples: [] } } }),
    ]);
    expect(merged).toMatchObject({
      rows: 30,
      newestEvent: 7,
      malformed: { lines: 3, examples: [{ line: 1 }, { line: 9 }] },
      offending: { 1: { problem: 'no such column' } },
    });
  });

  it('weigh the label by the rows that have one', () => {
    const none = pass({ label: { rows: 0, mean: 0, low: 0, high: 0, odd: 0 } });
    const some = pass({ label: { rows: 10, mean: 3, low: 2, high: 4, odd: 10 } });
    const more = pass({ label: { rows: 30, mean: 7, low: 5, high: 9, odd: 1 } });
    const label = { rows: 40, mean: 6, low: 2, high: 9, odd: 11 };
    expect(mergeFirstPasses([none, some, more]).label).toEqual(label);
    expect(mergeFirstPasses([some, none, more]).label).toEqual(label);
    expect(mergeFirstPasses([some, pass({ label: { problem: 'x' } })]).label).toEqual({ problem: 'x' });
  });

  it('add up the rows of each class, and remember a name that is none', () => {
    const classes = (counts: number[], oddName?: string) => ({
      label: { rows: counts.reduce((sum, count) => sum + count, 0) + 1, classes: counts, ...(oddName && { oddName }) },
    });
    const parts = [pass(classes([1, 0, 3])), pass(classes([2, 5, 0], 'zinc')), pass(classes([0, 1, 1], 'coal'))];
    expect(mergeFirstPasses(parts).label).toEqual({ rows: 16, classes: [3, 6, 4], oddName: 'coal' });
  });

  it('keep the most frequent categories of all, and tell which columns may be undercounted', () => {
    const many = (from: number) => Object.fromEntries(Array.from({ length: 800 }, (_, n) => [`c${from + n}`, 1]));
    const categories = (counts: Record<string, number>, rest: number) =>
      pass({ columns: { kind: { kind: 'categorical', missing: 1, counts, rest } } });
    const parts = [categories({ ...many(0), often: 5 }, 0), categories({ ...many(800), often: 6 }, 2)];
    const { kind } = mergeFirstPasses(parts).columns;
    expect(kind).toMatchObject({ missing: 2, rest: 603, counts: { often: 11, c0: 1 } });
    expect(undercounted(parts)).toEqual(['kind']);
    const finding = {
      column: 'kind',
      measure: 'psi',
      mode: 'enforce',
      verdict: 'Passed',
      limit: 1,
      message: 'Fine.',
    } as const;
    const baseline = { kind: 'accepted', name: 'the last accepted dataset' } as const;
    const [noted] = withNotes([{ ...finding, baseline }], { parts: 2, sampled: 20, undercounted: ['kind'] });
    expect(noted?.message).toBe(
      'Fine. A part has more categories than are kept of one, so rare ones may be undercounted.',
    );
  });

  it('are sampled by powers of two, so that a sample can be thinned to a smaller one', () => {
    expect([1, 10_000, 20_000, 1_000_000, 100_000_000].map(sampleRate)).toEqual([1, 1, 2, 128, 8192]);
    const merged = mergeFirstPasses([pass({ estimated: 1_000_000, oneIn: 32 }), pass({ estimated: 10, oneIn: 128 })]);
    expect(merged.oneIn).toBe(128);
  });
});
