import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Baselines } from '#data/drift/baseline.ts';
import type { NumericProfile, Profile } from '#data/drift/profile.ts';
import type { PreparedMeasurement } from '#data/prepare/measure-prepared.ts';
import { type PreparedDataset, prepareDataset } from '#data/prepare/prepare-dataset.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { FeatureDrift } from '#domain/manifest/schema.ts';
import { acceptedBaseline, baselinesOf, championBaseline } from '../../fakes/drift-baselines.ts';
import { type TinyFlat, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { aDirectory, landFlats, tinyManifest, tinySql } from './a-workspace.ts';

const january = tinyFlats({ seed: 1 });
const december = tinyFlats({ seed: 9, from: '2023-12-01' });
const february = tinyFlats({ seed: 2, from: '2024-02-01' });
const perRoom: FeatureDrift = { feature: 'area_per_room', maxPsi: 0.25, maxKs: 0.2, mode: 'enforce' };

interface Given {
  readonly featureDrift?: FeatureDrift[];
  readonly baselines?: Baselines;
  readonly landed?: readonly TinyFlat[];
  readonly earlier?: readonly TinyFlat[];
}

async function prepared(
  given: Given = {},
): Promise<PreparedDataset & { measured: PreparedMeasurement; profile: Profile }> {
  const { featureDrift = [perRoom], baselines = baselinesOf(), landed = february, earlier = january } = given;
  const manifest = tinyManifest({ featureDrift, expectations: [] });
  const [file, before] = [landFlats('new.csv', landed), landFlats('old.csv', earlier)];
  const { profile } = await validateDataset({ manifest, files: [file], now: new Date('2024-03-01T00:00:00Z') });
  const made = await prepareDataset({
    manifest,
    sql: tinySql,
    directory: aDirectory(),
    landed: [file.path],
    accepted: [before.path, file.path],
    readable: [join(file.path, '..'), join(before.path, '..')],
    drift: { baselines, landed: profile },
  });
  return { ...made, measured: made.measured!, profile };
}

const cramped = (flats: readonly TinyFlat[]) => flats.map((flat) => ({ ...flat, area: Number(flat.area) / 2 }));
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('the profile of what a run trains on', () => {
  it('is that of the window up to its last training event, on the edges of the landing', async () => {
    const { measured, profile, trainedThrough } = await prepared();
    const rows = [...january, ...february].filter(({ let_at: at }) => `${at.replace(' ', 'T')}.000Z` <= trainedThrough);
    const { area } = measured.training.columns as Record<string, NumericProfile>;
    expect(measured.training.rows).toBe(rows.length);
    expect(area!.edges).toEqual((profile.columns.area as NumericProfile).edges);
    const upTo = (edge: number) => rows.filter((row) => Number(row.area) <= edge).length;
    expect(area!.edges.map((_, bin) => sum(area!.counts.slice(0, bin + 1)))).toEqual(area!.edges.map(upTo));
  });

  it('costs the next gate no edges of its own: both baselines are on the same', async () => {
    const { measured, profile } = await prepared();
    const manifest = tinyManifest({ expectations: [] });
    const baselines = baselinesOf({
      accepted: acceptedBaseline(profile),
      champion: championBaseline(measured.training),
    });
    const files = [landFlats('march.csv', tinyFlats({ seed: 3, from: '2024-03-01' }))];
    const { drift } = await validateDataset({ manifest, files, baselines, now: new Date('2024-04-01T00:00:00Z') });
    expect(drift.map(({ baseline, measure, verdict }) => `${baseline.kind} ${measure} ${verdict}`)).toEqual([
      'accepted psi Passed',
      'accepted ks Passed',
      'champion psi Passed',
      'champion ks Passed',
    ]);
  });
});

describe('drift of features', () => {
  it('is not asked of the first dataset, whose features are kept for the next', async () => {
    const { measured } = await prepared();
    expect(measured.drift).toEqual([]);
    expect(measured.features).toMatchObject({ rows: 300, columns: { area_per_room: { kind: 'numeric' } } });
  });

  it('is measured on the rows that landed, against the same of the last accepted run and of the champion', async () => {
    const before = (await prepared({ landed: january, earlier: cramped(december) })).measured.features;
    const baselines = baselinesOf({ accepted: acceptedBaseline(before), champion: championBaseline(before) });
    const honest = await prepared({ baselines });
    expect(honest.measured.drift.map(({ baseline, verdict }) => `${baseline.kind} ${verdict}`)).toEqual([
      'accepted Passed',
      'accepted Passed',
      'champion Passed',
      'champion Passed',
    ]);
    const { drift } = (await prepared({ baselines, landed: cramped(february) })).measured;
    expect(drift.map(({ verdict }) => verdict)).toEqual(['Failed', 'Failed', 'Failed', 'Failed']);
    expect(drift[0]?.message).toMatch(
      /^`area_per_room`: its population stability index against the last accepted dataset is [\d.]+; at most 0.25 is allowed\..*raise data\.featureDrift/,
    );
  });

  it('sees what no column shows: areas and rooms as before, put together otherwise', async () => {
    const before = (await prepared({ landed: january, earlier: december })).measured.features;
    const areas = february.map(({ area }) => Number(area)).sort((a, b) => b - a);
    const byRooms = february.toSorted((a, b) => a.rooms - b.rooms);
    const mixed = byRooms.map((flat, index) => ({ ...flat, area: areas[index]! })) as TinyFlat[];
    const found = await prepared({ landed: mixed, baselines: baselinesOf({ accepted: acceptedBaseline(before) }) });
    expect(found.measured.drift.map(({ verdict }) => verdict)).toEqual(['Failed', 'Failed']);
    const columns = await validateDataset({
      manifest: tinyManifest({ expectations: [] }),
      files: [landFlats('mixed.csv', mixed)],
      baselines: baselinesOf({
        accepted: acceptedBaseline((await prepared({ landed: january, earlier: december })).profile),
      }),
      now: new Date('2024-03-01T00:00:00Z'),
    });
    expect(columns.verdict).toBe('Accepted');
  });

  it('against a run that did not keep the feature cannot be told', async () => {
    const before = (await prepared({ featureDrift: [] })).measured.features;
    const { drift } = (await prepared({ baselines: baselinesOf({ accepted: acceptedBaseline(before) }) })).measured;
    expect(drift.map(({ verdict }) => verdict)).toEqual(['NotComparable', 'NotComparable']);
  });

  it('of a feature that the SQL does not return is refused, with the nearest that it does', async () => {
    await expect(prepared({ featureDrift: [{ ...perRoom, feature: 'area_per_rom' }] })).rejects.toMatchObject({
      name: 'PrepareSqlError',
      message: 'data.featureDrift names "area_per_rom", which prepare.sql does not return. Nearest is "area_per_room".',
    });
  });
});
