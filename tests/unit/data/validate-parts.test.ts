import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnProfile, Profile } from '#data/drift/profile.ts';
import type { LandedFile } from '#data/landing/landing-schema.ts';
import type { CheckFinding, DriftFinding } from '#data/validate/finding.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { DatasetVerdict } from '#data/validate/verdict.ts';
import type { Drift, Expectation } from '#domain/manifest/schema.ts';
import { acceptedBaseline, baselinesOf, championBaseline } from '../../fakes/drift-baselines.ts';
import { type TinyFlat, tinyCsv, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { landFlats, landParquet, landText, tinyManifest } from './a-workspace.ts';
import { validateInParts } from './measured-parts.ts';

const now = new Date('2024-02-01T00:00:00Z');
const mode = 'enforce' as const;
const expectations: Expectation[] = [
  { check: 'rowCount', min: 100, mode },
  { check: 'unique', columns: ['flat'], tolerance: 0.02, mode },
  { check: 'unique', columns: ['rooms', 'distance_km', 'tenant'], tolerance: 1, mode },
  { check: 'nullShare', column: 'area', max: 0.05, mode },
  { check: 'range', column: 'rooms', min: 1, max: 5, tolerance: 0, mode },
  { check: 'freshness', maxAgeHours: 300, mode },
  { check: 'sql', name: 'rent-is-plausible', predicate: 'rent > area', tolerance: 0.01, mode },
];
const drift: Drift[] = [
  { column: 'area', maxPsi: 0.5, maxKs: 0.2, against: ['accepted', 'champion'], mode },
  { column: 'distance_km', maxKs: 0.3, against: ['champion'], mode },
  { column: 'tenant', maxPsi: 0.5, maxNewCategoryShare: 0.3, against: ['accepted'], mode },
];
const manifest = tinyManifest({ expectations, drift, maxMalformedShare: 0.05 });

/** What a dataset is like: how many rows, from which day, and what is wrong with it. */
const flaws = fc.record({
  rows: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 250, max: 400 }) }, fc.integer({ min: 1, max: 249 })),
  seed: fc.integer({ min: 1, max: 50 }),
  repeats: fc.integer({ min: 0, max: 12 }),
  missing: fc.integer({ min: 0, max: 20 }),
  wide: fc.constantFrom(0, 0, 0, 3),
  larger: fc.constantFrom(1, 1, 1, 1.3, 3),
  tenants: fc.constantFrom(3, 20, 20, 1000),
  malformed: fc.integer({ min: 0, max: 4 }),
});

interface Flaws {
  readonly rows: number;
  readonly seed: number;
  readonly repeats: number;
  readonly missing: number;
  readonly wide: number;
  readonly larger: number;
  readonly tenants: number;
}

function flatsWith({ rows, seed, repeats, missing, wide, larger, tenants }: Flaws): Partial<TinyFlat>[] {
  const flats = tinyFlats({ rows, seed }).map((flat, index) => ({
    ...flat,
    area: index < missing ? ('' as const) : Math.round(Number(flat.area) * larger),
    rooms: index < wide ? 40 : flat.rooms,
    tenant: `Tenant ${index % tenants}`,
  }));
  // Repeats far from what they repeat, so that they land in other files.
  return [...flats, ...flats.slice(0, repeats)];
}

/** The rows cut into files at random places, the files into parts at others. */
function filesOf(flats: readonly Partial<TinyFlat>[], cuts: readonly number[], malformed: number): LandedFile[] {
  const places = [...new Set(cuts.map((cut) => Math.floor(cut * flats.length)))].sort((a, b) => a - b);
  const bounds = [0, ...places.filter((place) => place > 0), flats.length];
  return bounds.slice(1).map((end, file) => {
    const text = tinyCsv([...flats.slice(bounds[file]!, end)]);
    return landText(`${file}.csv`, text + 'F1,2024-01-01 00:00:00,many,1,2,x,100\n'.repeat(file === 0 ? malformed : 0));
  });
}

function partsOf(files: readonly LandedFile[], cuts: readonly boolean[]): LandedFile[][] {
  const parts: LandedFile[][] = [];
  for (const [place, file] of files.entries()) {
    if (place === 0 || cuts[place % cuts.length]) parts.push([]);
    parts.at(-1)!.push(file);
  }
  return parts;
}

/** What must be the same, whatever was shown and however it was put. */
const told = ({ verdict, rows, expectations: found, drift: drifted, profile }: DatasetVerdict) => ({
  verdict,
  rows,
  expectations: found.map((finding: CheckFinding) => {
    const { check, column, verdict: judged, count, share, limit } = finding;
    return { check, column, judged, count, share, limit };
  }),
  drift: drifted.map(({ message: _, ...finding }: DriftFinding) => finding),
  profile: { ...profile, labelMean: Number(profile.labelMean?.toPrecision(12)), columns: sorted(profile.columns) },
});

function sorted(columns: Profile['columns']): [string, ColumnProfile][] {
  return Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('a dataset measured in parts', () => {
  it('is judged as in one piece: the same counts, distances, profile and verdict, whatever the parts', async () => {
    const honest = { rows: 400, repeats: 0, missing: 5, wide: 0, larger: 1, tenants: 20 };
    const profileOf = async (seed: number) => {
      const files = [landFlats(`${seed}.csv`, flatsWith({ ...honest, seed }))];
      return (await validateDataset({ manifest, files, now })).profile;
    };
    const accepted = acceptedBaseline(await profileOf(60));
    const champion = championBaseline(await profileOf(61));
    const verdicts = new Set<string>();
    const landing = fc.record({
      flawed: flaws,
      files: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 5 }),
      parts: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      first: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(landing, async ({ flawed, files: cuts, parts: between, first }) => {
        const files = filesOf(flatsWith(flawed), cuts, flawed.malformed);
        const baselines = baselinesOf(first ? {} : { accepted, champion });
        const whole = await validateDataset({ manifest, files, baselines, now });
        const inParts = await validateInParts({ manifest, parts: partsOf(files, between), baselines, now });
        expect(told(inParts)).toEqual(told(whole));
        verdicts.add(whole.verdict);
      }),
      { numRuns: 25, seed: 7 },
    );
    expect(verdicts).toEqual(new Set(['Accepted', 'Rejected']));
  }, 240_000);

  it('is sampled as one piece is, so that even what is measured on a sample is the same', async () => {
    const rows = 100_000;
    const lines = Array.from(
      { length: rows },
      (_, row) => `F${row},2024-01-20 00:00:00,${(row * 7919) % 1009},${row % 5},${row % 97},t,${(row * 31) % 2003}`,
    );
    const header = 'flat,let_at,area,rooms,distance_km,tenant,rent';
    const files = [0, 30_000, 30_500].map((start, file, starts) =>
      landText(`${file}.csv`, `${[header, ...lines.slice(start, starts[file + 1] ?? rows)].join('\n')}\n`),
    );
    const sampled = tinyManifest({ expectations: [], drift });
    const whole = await validateDataset({ manifest: sampled, files, baselines: baselinesOf(), now });
    const inParts = await validateInParts({
      manifest: sampled,
      parts: files.map((file) => [file]),
      baselines: baselinesOf(),
      now,
    });
    const power = ({ expectations: found }: DatasetVerdict) =>
      found
        .filter(({ check }) => check === 'leakage')
        .map(({ column, message }) => [column, message.split(' is credible')[0]]);
    expect(power(whole).length).toBeGreaterThan(2);
    expect(power(inParts)).toEqual(power(whole));
    expect(sorted(inParts.profile.columns)).toEqual(sorted(whole.profile.columns));
    expect(inParts.expectations.find(({ check }) => check === 'leakage')?.message).toMatch(
      /Measured on \d{5} rows sampled from 3 parts\.$/,
    );
  });

  it('of labels with classes is judged as in one piece', async () => {
    const label = { sql: "'r' || rooms", kind: 'multiclass' as const, classes: ['r1', 'r2', 'r3', 'r4', 'r5'] };
    const classes = tinyManifest({ expectations: [], drift, label, leakage: { limit: 0.98, except: ['rooms'], mode } });
    const files = [1, 2, 3].map((seed) => landFlats(`${seed}.csv`, tinyFlats({ rows: 120, seed })));
    const asked = { manifest: classes, baselines: baselinesOf(), now };
    const whole = await validateDataset({ ...asked, files });
    const inParts = await validateInParts({ ...asked, parts: files.map((file) => [file]) });
    expect(told(inParts)).toEqual(told(whole));
    expect(whole.expectations.filter(({ check }) => check === 'leakage').length).toBeGreaterThan(2);
    const odd = { ...asked, manifest: tinyManifest({ ...classes.data, label: { ...label, classes: ['r1', 'r2'] } }) };
    const reasons = ({ reasons: all }: DatasetVerdict) => all;
    expect(reasons(await validateInParts({ ...odd, parts: files.map((file) => [file]) }))).toEqual(
      reasons(await validateDataset({ ...odd, files })),
    );
  });

  it('says of repeats across parts that they were counted by hashes, and shows those within one', async () => {
    const flats = tinyFlats();
    const parts = [
      [landFlats('a.csv', [...flats, flats[0]!])],
      [landFlats('b.csv', tinyFlats({ seed: 2 }))],
      [landFlats('c.csv', flats.slice(5, 7))],
    ];
    const { verdict, expectations: found } = await validateInParts({ manifest, parts, baselines: baselinesOf(), now });
    expect(verdict).toBe('Accepted');
    const unique = found.find(({ check }) => check === 'unique');
    expect(unique).toMatchObject({ count: 3, examples: [{ flat: flats[0]!.flat }, { flat: flats[0]!.flat }] });
    expect(unique?.message).toContain('Counted by hashes of the keys of 3 parts; repeats across parts are not shown.');
  });

  it('is rejected for a file that has other columns, or is damaged, in the very words of one piece', async () => {
    const good = landFlats('a.csv', tinyFlats());
    const short = landFlats(
      'b.csv',
      tinyFlats({ seed: 2 }).map(({ area: _, ...flat }) => flat),
    );
    const narrow = landFlats(
      'c.csv',
      tinyFlats({ seed: 3 }).map(({ rent: _, ...flat }) => flat),
    );
    const wrong = { manifest, baselines: baselinesOf(), now };
    const whole = await validateDataset({ ...wrong, files: [good, short, narrow] });
    expect(whole.reasons).toHaveLength(2);
    expect(await validateInParts({ ...wrong, parts: [[good], [short], [narrow]] })).toEqual(whole);

    const parquet = { ...wrong, manifest: tinyManifest({ ...manifest.data, format: 'parquet' }) };
    const select = `SELECT 'F' || i AS flat, TIMESTAMP '2024-01-20' AS let_at, 50.0::DOUBLE AS area, 2 AS rooms, 1.0::DOUBLE AS distance_km, 't' AS tenant, (500 + i)::DOUBLE AS rent FROM range(300) r(i)`;
    const sound = await landParquet('a.parquet', select);
    const damaged = await landParquet('b.parquet', select);
    const bytes = readFileSync(damaged.path);
    bytes.fill(0xff, 4, 400);
    writeFileSync(damaged.path, bytes);
    const broken = await validateDataset({ ...parquet, files: [sound, damaged] });
    expect(broken.reasons[0]).toContain('landing/tiny/b.parquet cannot be read to its end');
    expect(await validateInParts({ ...parquet, parts: [[sound], [damaged]] })).toEqual(broken);
  });
});
