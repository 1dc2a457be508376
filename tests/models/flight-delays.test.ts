import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '#data/drift/profile.ts';
import { openDatabase } from '#data/duckdb.ts';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import { buildCatalog } from '../../packaging/build-catalog.ts';
import { acceptedBaseline, baselinesOf } from '../fakes/drift-baselines.ts';

const flights = fileURLToPath(new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url));
const { manifest } = buildCatalog({ directories: ['models'], stage: 'dev' })['flight-delays']!;
const now = new Date('2001-07-01T00:00:00Z');

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'flights-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** One month of flights as it lands, its columns chosen by a SELECT list. */
async function land(month: number, list = '*') {
  const name = `2001-0${month}.parquet`;
  const path = join(directory, name);
  await using database = await openDatabase({ directory, readable: [dirname(flights)] });
  await database.run(
    `COPY (SELECT ${list} FROM '${flights}' WHERE month(date) = ${month}) TO '${path}' (FORMAT parquet)`,
  );
  return { path, key: `landing/flight-delays/${name}` };
}

async function validate(month: number, { list, baseline }: { list?: string; baseline?: Profile } = {}) {
  const baselines = baseline && baselinesOf({ accepted: acceptedBaseline(baseline) });
  return validateDataset({ manifest, files: [await land(month, list)], baselines, now });
}

describe('flight delays at the data gate', () => {
  it('accepts every honest month against the one before, whatever the season', async () => {
    let baseline: Profile | undefined;
    for (let month = 1; month <= 6; month += 1) {
      const { verdict, reasons, profile } = await validate(month, baseline === undefined ? {} : { baseline });
      expect(reasons).toEqual([]);
      expect(verdict).toBe('Accepted');
      baseline = profile;
    }
  }, 60_000);

  it.each([
    [
      'a missing column',
      '* EXCLUDE (distance)',
      'Column `distance` is missing from landing/flight-delays/2001-03.parquet',
    ],
    ['labels of one class', '* REPLACE (least(delay, 0) AS delay)', 'All 511502 labels are 0'],
    [
      '30 % nulls',
      '* REPLACE (CASE WHEN epoch(date)::BIGINT // 60 % 10 < 3 THEN NULL ELSE distance END AS distance)',
      '`distance` must not be missing',
    ],
  ])('rejects %s', async (_, list, reason) => {
    const { verdict, reasons } = await validate(3, { list });
    expect(verdict).toBe('Rejected');
    expect(reasons.join(' ')).toContain(reason);
  });
});
