import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ksDistance, stabilityIndex } from '#data/drift/drift-distance.ts';
import { joinEdges, mergeProfiles, type NumericProfile, onEdges, type Profile } from '#data/drift/profile.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { Drift } from '#domain/manifest/schema.ts';
import { acceptedBaseline, baselinesOf } from '../../fakes/drift-baselines.ts';
import { type TinyFlat, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { landFlats, tinyManifest } from './a-workspace.ts';

const now = new Date('2024-02-01T00:00:00Z');

async function validate(flats: readonly TinyFlat[], drift: Drift[], baseline?: Profile) {
  const files = [landFlats('flats.csv', flats)];
  const baselines = baseline && baselinesOf({ accepted: acceptedBaseline(baseline) });
  return validateDataset({ manifest: tinyManifest({ drift, expectations: [] }), files, now, baselines });
}

const numeric: Drift = { column: 'area', maxPsi: 0.25, maxKs: 0.15, mode: 'enforce' };
const categorical: Drift = { column: 'flat', maxPsi: 0.25, maxNewCategoryShare: 0.1, mode: 'enforce' };
const halves = (flats: TinyFlat[]) => flats.map((flat, index) => ({ ...flat, flat: index % 2 === 0 ? 'F1' : 'F2' }));

describe('drift', () => {
  it('is not asked of the first dataset', async () => {
    expect(await validate(tinyFlats(), [numeric])).toMatchObject({ verdict: 'Accepted', drift: [] });
  });

  it('is nothing against itself', async () => {
    const { profile } = await validate(tinyFlats(), [numeric]);
    const { drift } = await validate(tinyFlats(), [numeric], profile);
    expect(drift.map(({ measure, measured, verdict }) => ({ measure, measured, verdict }))).toEqual([
      { measure: 'psi', measured: 0, verdict: 'Passed' },
      { measure: 'ks', measured: 0, verdict: 'Passed' },
    ]);
  });

  it('of a number stops the line with the distance and the limit', async () => {
    const { profile } = await validate(tinyFlats(), [numeric]);
    const larger = tinyFlats({ seed: 2 }).map((flat) => ({ ...flat, area: Number(flat.area) * 2 }));
    const { verdict, reasons } = await validate(larger, [numeric], profile);
    expect(verdict).toBe('Rejected');
    expect(reasons[0]).toMatch(
      /^`area`: its population stability index against the last accepted dataset is [\d.]+; at most 0.25/,
    );
    expect(reasons[1]).toContain('Kolmogorov-Smirnov distance');
  });

  it('of an honest sample is within the limits', async () => {
    const { profile } = await validate(tinyFlats(), [numeric]);
    expect((await validate(tinyFlats({ seed: 3 }), [numeric], profile)).verdict).toBe('Accepted');
  });

  it('of categories counts the new ones', async () => {
    const { profile } = await validate(halves(tinyFlats()), [categorical]);
    expect((await validate(halves(tinyFlats()), [categorical], profile)).verdict).toBe('Accepted');
    const others = halves(tinyFlats()).map((flat, index) => (index % 5 === 0 ? { ...flat, flat: 'F9' } : flat));
    const { drift } = await validate(others, [categorical], profile);
    expect(drift.find((finding) => finding.measure === 'newCategoryShare')).toMatchObject({
      verdict: 'Failed',
      measured: 0.2,
    });
  });

  it('of categories beyond what a profile keeps cannot be told from new ones, and is said so', async () => {
    const many = tinyFlats({ rows: 1200 });
    const { profile } = await validate(many, [categorical]);
    const { drift, verdict } = await validate(many, [{ ...categorical, maxPsi: undefined }], profile);
    expect(drift).toMatchObject([{ measure: 'newCategoryShare', verdict: 'NotComparable' }]);
    expect(verdict).toBe('Accepted');
  });

  it('only observed does not stop the line', async () => {
    const { profile } = await validate(tinyFlats(), [numeric]);
    const larger = tinyFlats().map((flat) => ({ ...flat, area: Number(flat.area) * 2 }));
    expect((await validate(larger, [{ ...numeric, mode: 'observe' }], profile)).verdict).toBe('Accepted');
  });

  it('against a baseline that does not know the column cannot be told', async () => {
    const { profile } = await validate(tinyFlats(), []);
    expect((await validate(tinyFlats(), [numeric], profile)).drift[0]).toMatchObject({ verdict: 'NotComparable' });
  });
});

describe('the distances', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 });

  it('are never negative and nothing for equal counts', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(stabilityIndex(a, b)).toBeGreaterThanOrEqual(0);
        expect(stabilityIndex(a, a)).toBe(0);
      }),
    );
  });

  it('include D between 0 and 1, and 1 for what does not overlap', () => {
    const profile = (values: number[]): NumericProfile => ({
      kind: 'numeric',
      missing: 0,
      edges: [1, 2, 3, 4],
      counts: values,
    });
    expect(ksDistance(profile([5, 5, 0, 0, 0]), profile([0, 0, 0, 4, 4]))).toBe(1);
    expect(ksDistance(profile([0, 0, 0, 0, 0]), profile([0, 0, 0, 4, 4]))).toBe(1);
    expect(ksDistance(profile([0, 0, 0, 0, 0]), profile([0, 0, 0, 0, 0]))).toBe(0);
  });
});

describe('profiles of parts', () => {
  const numericPart = (counts: number[], edges = [1, 2]): Profile => ({
    version: 1,
    rows: 6,
    labelMean: 0.5,
    columns: { x: { kind: 'numeric', missing: 1, edges, counts } },
  });

  it('add up exactly when they were counted on the same edges', () => {
    expect(mergeProfiles(numericPart([1, 2, 3]), numericPart([4, 5, 6]))).toEqual({
      version: 1,
      rows: 12,
      labelMean: 0.5,
      columns: { x: { kind: 'numeric', missing: 2, edges: [1, 2], counts: [5, 7, 9] } },
    });
  });

  it('cannot be merged when they were not', () => {
    expect(() => mergeProfiles(numericPart([1, 2, 3]), numericPart([1, 2, 3], [1, 3]))).toThrowError(/different edges/);
    expect(() => mergeProfiles(numericPart([1, 2, 3]), { version: 1, rows: 1, columns: {} })).toThrowError(
      /different edges/,
    );
  });

  it('end with the newest event of either', () => {
    const ended = (newestEvent?: string): Profile => ({
      version: 1,
      rows: 1,
      columns: {},
      ...(newestEvent === undefined ? {} : { newestEvent }),
    });
    const [early, late] = ['2024-01-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z'];
    expect(mergeProfiles(ended(late), ended(early)).newestEvent).toBe(late);
    expect(mergeProfiles(ended(), ended(early)).newestEvent).toBe(early);
    expect(mergeProfiles(ended(), ended())).not.toHaveProperty('newestEvent');
  });

  it('add categories by name', () => {
    const part = (counts: Record<string, number>): Profile => ({
      version: 1,
      rows: 3,
      columns: { c: { kind: 'categorical', missing: 0, counts, rest: 1 } },
    });
    expect(mergeProfiles(part({ a: 1, b: 1 }), part({ b: 2 })).columns.c).toEqual({
      kind: 'categorical',
      missing: 0,
      counts: { a: 1, b: 3 },
      rest: 2,
    });
  });
});

describe('a profile on fewer edges', () => {
  const value = fc.integer({ min: -20, max: 20 });
  const edgeSet = fc.uniqueArray(value, { maxLength: 8 }).map((edges) => edges.sort((a, b) => a - b));

  /** As DuckDB counts: up to each edge inclusive, then what is above. */
  function counted(values: readonly number[], edges: readonly number[]): NumericProfile {
    const bin = (each: number) => edges.filter((edge) => each > edge).length;
    const counts = Array.from({ length: edges.length + 1 }, (_, at) => values.filter((v) => bin(v) === at).length);
    return { kind: 'numeric', missing: 3, edges, counts };
  }

  it('is what counting on those edges would have given', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(edgeSet, { minLength: 1, maxLength: 3 }), (values, sets) => {
        const joined = counted(values, joinEdges(sets));
        for (const edges of sets) expect(onEdges(joined, edges)).toEqual(counted(values, edges));
      }),
    );
  });

  it('is not known on an edge that was not counted on', () => {
    expect(onEdges(counted([1, 2, 3], [1, 2]), [1, 1.5])).toBeUndefined();
  });
});
