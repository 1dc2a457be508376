import { describe, expect, it } from 'vitest';
import { heldOut } from '#domain/landing/held-out.ts';
import { churnManifest } from '../../fakes/retrain-world.ts';

const manifest = churnManifest();
const accepted = { verdict: 'Accepted' as const, rows: 1000, reasons: [] };

describe('The holdout of an accepted dataset', () => {
  it('is compared as long as it has few enough rows', () => {
    expect(heldOut(accepted, manifest, 300)).toEqual(accepted);
    expect(heldOut(accepted, manifest, 299)).toEqual({
      verdict: 'TooLarge',
      rows: 1000,
      reasons: [
        'The holdout would have 300 of the 1000 rows; EvaluateCandidate compares at most 299. Lower data.holdout.share, or deliver less at a time.',
      ],
    });
  });

  it('has as many scores a row as there are classes', () => {
    const classes = churnManifest({ data: { label: { sql: 'gone', kind: 'multiclass', classes: ['a', 'b', 'c'] } } });
    expect(heldOut(accepted, classes, 899).verdict).toBe('TooLarge');
    expect(heldOut(accepted, classes, 900).verdict).toBe('Accepted');
  });

  it('says nothing of a dataset that is rejected', () => {
    const rejected = { ...accepted, verdict: 'Rejected' as const };
    expect(heldOut(rejected, manifest, 1)).toBe(rejected);
  });
});
