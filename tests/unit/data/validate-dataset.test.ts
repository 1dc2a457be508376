import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LandedFile } from '#data/landing/landing-schema.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { DatasetVerdict } from '#data/validate/verdict.ts';
import type { Expectation, Manifest } from '#domain/manifest/schema.ts';
import { type TinyFlat, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { landFlats, landParquet, landText, tinyManifest } from './a-workspace.ts';

const now = new Date('2024-02-01T00:00:00Z');

function validate(files: readonly LandedFile[], data: Partial<Manifest['data']> = {}): Promise<DatasetVerdict> {
  return validateDataset({ manifest: tinyManifest(data), files, now });
}

/** Lands the flats with each one changed. */
function changed(change: (flat: TinyFlat, index: number) => Partial<TinyFlat>): LandedFile {
  return landFlats(
    'changed.csv',
    tinyFlats().map((flat, index) => ({ ...flat, ...change(flat, index) })),
  );
}

const honest = () => landFlats('2024-01.csv', tinyFlats());

describe('the data gate', () => {
  it('accepts an honest landing, and profiles it', async () => {
    const { verdict, rows, reasons, profile } = await validate([honest()]);
    expect({ verdict, rows, reasons }).toEqual({ verdict: 'Accepted', rows: 300, reasons: [] });
    expect(profile).toMatchObject({ version: 1, rows: 300, columns: { area: { kind: 'numeric', missing: 0 } } });
    expect(profile.labelMean).toBeGreaterThan(0);
  });

  it('takes a landing of several files as one', async () => {
    const files = [tinyFlats({ seed: 1 }), tinyFlats({ seed: 2 })].map((flats, index) =>
      landFlats(`${index}.csv`, flats),
    );
    expect(await validate(files)).toMatchObject({ verdict: 'Accepted', rows: 600 });
  });

  it('rejects nothing, and files without a row, in words', async () => {
    expect((await validate([])).reasons).toEqual(['Nothing landed. Deliver at least one file.']);
    const header = landText('header.csv', 'flat,let_at,area,rooms,distance_km,tenant,rent\n');
    expect((await validate([header])).reasons).toEqual(['The files hold no row. Deliver them again with their rows.']);
  });
});

describe('columns', () => {
  it('that are missing are named with the file and what it has instead', async () => {
    const file = landFlats(
      'short.csv',
      tinyFlats().map(({ area: _, ...rest }) => rest),
    );
    const { verdict, reasons, profile } = await validate([honest(), file]);
    expect(verdict).toBe('Rejected');
    expect(reasons).toEqual([
      'Column `area` is missing from landing/tiny/short.csv; it has flat, let_at, rooms, distance_km, tenant, rent. Deliver the file again with it.',
    ]);
    expect(profile).toEqual({ version: 1, rows: 0, columns: {} });
  });

  it('may be missing when they are not required', async () => {
    const file = landFlats(
      'bare.csv',
      tinyFlats().map(({ distance_km: _, tenant: __, ...rest }) => rest),
    );
    expect((await validate([file])).verdict).toBe('Accepted');
  });

  it('that nobody declared are told and ignored', async () => {
    const { verdict, expectations } = await validate([changed(() => ({ colour: 'red' }) as object)]);
    expect(verdict).toBe('Accepted');
    expect(expectations).toContainEqual(
      expect.objectContaining({ check: 'extraColumn', column: 'colour', mode: 'observe', verdict: 'Failed' }),
    );
  });

  it('of another type are named in Parquet by the file, in CSV by their lines', async () => {
    const file = await landParquet(
      'typed.parquet',
      "SELECT 'F1' AS flat, now() AS let_at, 'big' AS area, 2 AS rooms, 500 AS rent",
    );
    expect((await validate([file], { format: 'parquet' })).reasons).toEqual([
      'Column `area` of landing/tiny/typed.parquet is VARCHAR; the manifest says number. Deliver it as number.',
    ]);
    const { reasons } = await validate([changed((_, index) => (index === 3 ? { area: 'big' as never } : {}))]);
    expect(reasons[0]).toContain('1 line (0.333 %) cannot be read: landing/tiny/changed.csv line 5 (area: CAST)');
  });
});

describe('files', () => {
  it('that are truncated or damaged are named', async () => {
    const whole = await landParquet(
      'whole.parquet',
      'SELECT range AS rent, md5(range::VARCHAR) AS flat FROM range(20000)',
    );
    const bytes = readFileSync(whole.path);
    const cut = landText('cut.parquet', '');
    writeFileSync(cut.path, bytes.subarray(0, bytes.length / 2));
    const { verdict, reasons } = await validate([cut], { format: 'parquet' });
    expect(verdict).toBe('Rejected');
    expect(reasons[0]).toMatch(
      /^landing\/tiny\/cut\.parquet cannot be read as parquet: .*Deliver the whole file again\.$/,
    );
  });

  it('with a damaged page are named too', async () => {
    const select = `SELECT 'F' || range AS flat, TIMESTAMP '2024-01-01' + INTERVAL (range) MINUTE AS let_at,
      random() AS area, 2 AS rooms, random() AS rent FROM range(50000)`;
    const file = await landParquet('damaged.parquet', select);
    const bytes = readFileSync(file.path);
    writeFileSync(file.path, bytes.fill(7, bytes.length / 2, bytes.length / 2 + 60_000));
    const { verdict, reasons } = await validate([file], { format: 'parquet' });
    expect(verdict).toBe('Rejected');
    expect(reasons[0]).toContain('landing/tiny/damaged.parquet cannot be read to its end');
  });

  it('with lines that do not fit are located by file and line, up to the share that may be', async () => {
    const file = honest();
    writeFileSync(file.path, `${readFileSync(file.path, 'utf8')}F9,2024-01-30 00:00:00,50\n`);
    expect((await validate([file])).reasons[0]).toContain('landing/tiny/2024-01.csv line 302 (rooms: MISSING COLUMNS)');
    const { verdict, rows } = await validate([file], { maxMalformedShare: 0.01 });
    expect({ verdict, rows }).toEqual({ verdict: 'Accepted', rows: 300 });
  });

  it('with several lines that do not fit are told line by line, with the first thing wrong in each', async () => {
    const file = honest();
    writeFileSync(file.path, `${readFileSync(file.path, 'utf8')}F8,never,50\nF9,2024-01-30 00:00:00,50\n`);
    expect((await validate([file])).reasons[0]).toBe(
      '2 lines (0.662 %) cannot be read: landing/tiny/2024-01.csv line 302 (let_at: CAST); landing/tiny/2024-01.csv line 303 (rooms: MISSING COLUMNS). Correct them and deliver again.',
    );
  });

  it('without a usable header are named', async () => {
    expect((await validate([landText('empty.csv', '')])).reasons[0]).toContain(
      'empty.csv cannot be read as csv: the file is empty',
    );
    const twice = landText('twice.csv', 'flat,flat\n1,2\n');
    expect((await validate([twice])).reasons[0]).toContain('the header names the column "flat" twice');
    const open = landText('open.csv', 'flat,"let_at\n1,2\n');
    expect((await validate([open])).reasons[0]).toContain('the header is not a line of CSV');
    const unnamed = landText('unnamed.csv', 'flat,,area\n');
    expect((await validate([unnamed])).reasons[0]).toContain('a column without a name');
  });
});

describe('an expectation', () => {
  const enforce = { mode: 'enforce' } as const;

  /** What one expectation finds in the honest landing, or a changed one. */
  async function found(expectation: Expectation, file: LandedFile = honest()) {
    const { expectations, verdict } = await validate([file], { expectations: [expectation], drift: [] });
    return { ...expectations.find((finding) => finding.check === expectation.check)!, line: verdict };
  }

  it('on the row count says how many there are', async () => {
    const finding = await found({ check: 'rowCount', min: 500, ...enforce });
    expect(finding).toMatchObject({ verdict: 'Failed', line: 'Rejected' });
    expect(finding.message).toBe('300 rows landed; at least 500 are expected. Is a file missing? Deliver all of them.');
    expect((await found({ check: 'rowCount', min: 1, max: 299, ...enforce })).message).toContain('delivered twice?');
    expect((await found({ check: 'rowCount', max: 300, ...enforce })).verdict).toBe('Passed');
  });

  it('on missing values gives count, share and examples', async () => {
    const file = changed((_, index) => (index % 4 === 0 ? { area: '' } : {}));
    const finding = await found({ check: 'nullShare', column: 'area', max: 0.1, ...enforce }, file);
    expect(finding).toMatchObject({ verdict: 'Failed', count: 75, share: 0.25, column: 'area' });
    expect(finding.examples).toHaveLength(5);
    expect(finding.message).toBe(
      '`area` must not be missing: 75 of 300 rows (25 %) do not meet this, 10 % may. Correct them and deliver again.',
    );
  });

  it('never shows a sensitive value', async () => {
    const { examples } = await found({ check: 'range', column: 'rooms', min: 3, tolerance: 0, ...enforce });
    expect(examples[0]).toMatchObject({ tenant: '(redacted)' });
    expect(JSON.stringify(examples)).not.toContain('Tenant');
  });

  it('on a range counts what lies outside, and not what is missing', async () => {
    const file = changed((_, index) => (index < 30 ? { area: -1 } : index < 60 ? { area: '' } : {}));
    const range = { check: 'range', column: 'area', min: 0, tolerance: 0.1, ...enforce } as const;
    expect(await found(range, file)).toMatchObject({ verdict: 'Passed', count: 30 });
    expect(await found({ ...range, tolerance: 0.09 }, file)).toMatchObject({ verdict: 'Failed' });
    const below = { check: 'range', column: 'area', max: 5, tolerance: 0, ...enforce } as const;
    expect((await found(below)).message).toContain('`area` must be at most 5');
    expect((await found({ ...below, min: 1 })).message).toContain('`area` must be from 1 to 5');
  });

  it('on values, patterns and SQL counts what does not hold', async () => {
    const values: Expectation = {
      ...enforce,
      check: 'allowedValues',
      column: 'rooms',
      values: ['1', '2', '3', '4'],
      tolerance: 0,
    };
    expect((await found(values)).count).toBe(tinyFlats().filter((flat) => flat.rooms === 5).length);
    const matches = { check: 'matches', column: 'flat', pattern: '^F10000', tolerance: 0, ...enforce } as const;
    expect((await found(matches)).count).toBe(290);
    const sql = { check: 'sql', name: 'small', predicate: 'area < 1000', tolerance: 0, ...enforce } as const;
    expect((await found(sql)).verdict).toBe('Passed');
  });

  it('on uniqueness counts repeats and shows them', async () => {
    const file = changed((_, index) => (index < 3 ? { flat: 'F1' } : {}));
    const finding = await found({ check: 'unique', columns: ['flat'], tolerance: 0, ...enforce }, file);
    expect(finding).toMatchObject({ verdict: 'Failed', count: 2 });
    expect(finding.examples).toHaveLength(3);
    expect(finding.message).toContain('2 of 300 rows (0.667 %) repeat another in `flat`; 0 % may.');
  });

  it('on freshness compares the newest event with now', async () => {
    const finding = await found({ check: 'freshness', maxAgeHours: 24, ...enforce });
    expect(finding.verdict).toBe('Failed');
    expect(finding.message).toContain('The newest event is of 2024-01-25T22:00:00.000Z, 146.0 h ago; at most 24 h');
    expect((await found({ check: 'freshness', maxAgeHours: 150, ...enforce })).verdict).toBe('Passed');
    const never = changed(() => ({ let_at: '' }));
    expect((await found({ check: 'freshness', maxAgeHours: 150, ...enforce }, never)).message).toContain(
      'No row has an event time',
    );
  });

  it('that does not parse is invalid, stops the line, and does not hide the others', async () => {
    const { verdict, expectations } = await validate([honest()], {
      expectations: [
        { check: 'sql', name: 'broken', predicate: 'area <', tolerance: 0, ...enforce },
        { check: 'range', column: 'rooms', min: 3, tolerance: 0, mode: 'observe' },
      ],
    });
    expect(verdict).toBe('Rejected');
    expect(expectations.find((finding) => finding.check === 'sql')).toMatchObject({ verdict: 'Invalid' });
    expect(expectations.find((finding) => finding.check === 'sql')?.message).toContain('does not parse or run');
    expect(expectations.find((finding) => finding.check === 'range')).toMatchObject({ verdict: 'Failed' });
  });

  it('that is only observed is shown and does not stop the line', async () => {
    const finding = await found({ check: 'rowCount', min: 500, mode: 'observe' });
    expect(finding).toMatchObject({ verdict: 'Failed', line: 'Accepted' });
  });
});

describe('the label', () => {
  const binary = { label: { sql: 'rent > 900', kind: 'binary' as const } };

  it('of one class is nothing to learn from', async () => {
    const { reasons } = await validate([honest()], { label: { sql: 'rent > 0', kind: 'binary' } });
    expect(reasons).toContain('All 300 labels are 1: there is nothing to learn. Check how `rent > 0` was delivered.');
  });

  it('has a rate within its limits', async () => {
    const rate = { check: 'labelRate', min: 0.9, max: 1, mode: 'enforce' } as const;
    const { reasons } = await validate([honest()], { ...binary, expectations: [rate] });
    expect(reasons.join()).toMatch(/% of the rows have label 1; 90 % to 100 % are expected/);
  });

  it('must be computable, present, and 0 or 1 when it is binary', async () => {
    const reasonsOf = async (sql: string) =>
      (await validate([honest()], { label: { sql, kind: 'binary' } })).reasons.join();
    expect(await reasonsOf('rentt')).toContain('The label `rentt` cannot be computed');
    expect(await reasonsOf('NULL')).toContain('No row has a label');
    expect(await reasonsOf('rooms')).toContain('labels are neither 0 nor 1');
  });
});

describe('leakage', () => {
  const leakage: Manifest['data']['leakage'] = { limit: 0.98, except: ['rent'], mode: 'enforce' };
  const binary = { label: { sql: 'rent > 900', kind: 'binary' as const }, expectations: [], drift: [] };

  it('of a column that alone predicts a binary label stops the line', async () => {
    const file = changed((flat) => ({ distance_km: Number(flat.rent) > 900 ? 1 : 0 }));
    const { verdict, reasons } = await validate([file], { ...binary, leakage });
    expect(verdict).toBe('Rejected');
    expect(reasons[0]).toContain('`distance_km` alone predicts the label with AUC 1; at most 0.98 is credible');
  });

  it('shows in what is missing, too', async () => {
    const file = changed((flat) => ({ distance_km: Number(flat.rent) > 900 ? '' : 3 }));
    expect((await validate([file], { ...binary, leakage })).reasons[0]).toContain('`distance_km` alone predicts');
  });

  it('is not found in an identifier, which separates any label by chance', async () => {
    expect((await validate([honest()], { ...binary, leakage })).verdict).toBe('Accepted');
  });

  it('is found in few categories by their own rates', async () => {
    const file = changed((flat) => ({ flat: Number(flat.rent) > 900 ? 'F1' : 'F2' }));
    expect((await validate([file], { ...binary, leakage })).reasons[0]).toContain('`flat` alone predicts');
  });

  it('of a number is a rank correlation', async () => {
    const file = changed((flat) => ({ distance_km: Number(flat.rent) * 2 }));
    const { reasons } = await validate([file], { leakage });
    expect(reasons[0]).toContain('`distance_km` alone predicts the label with rank correlation 1');
  });
});
