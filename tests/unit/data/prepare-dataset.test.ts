import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#data/duckdb.ts';
import { type PreparedDataset, type PrepareInput, prepareDataset } from '#data/prepare/prepare-dataset.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { type TinyFlat, tinyFlats } from '../../models/tiny/tiny-dataset.ts';
import { aDirectory, landFlats, landText, tinyManifest, tinySql } from './a-workspace.ts';

const january = () => landFlats('2024-01.csv', tinyFlats({ seed: 1 })).path;
const february = () => landFlats('2024-02.csv', tinyFlats({ seed: 2, from: '2024-02-01' })).path;

const { holdout } = tinyManifest().data;

interface Change extends Partial<PrepareInput> {
  readonly data?: Partial<Manifest['data']>;
}

function prepare({ data = {}, ...change }: Change = {}): Promise<PreparedDataset> {
  const landed = change.landed ?? [february()];
  const accepted = change.accepted ?? [january(), ...landed];
  const readable = [...landed, ...accepted].map((path) => join(path, '..'));
  const manifest = tinyManifest(data);
  return prepareDataset({ manifest, sql: tinySql, directory: aDirectory(), ...change, landed, accepted, readable });
}

const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

/** prepare.sql with its SELECT list changed. */
const sqlWith = (from: string, to: string) => tinySql.replace(from, to);

describe('preparing a dataset', () => {
  it('holds out the newest share of what landed and trains on all that came before', async () => {
    const prepared = await prepare();
    expect(prepared.rows.holdout).toBe(91);
    expect(prepared.rows.train + prepared.rows.validation).toBe(600 - 91);
    expect(prepared.trainedThrough).toBe('2024-02-18T08:00:00.000Z');
    expect(prepared.holdoutFrom).toBe('2024-02-18T10:00:00.000Z');
    expect(prepared.holdoutThrough).toBe('2024-02-25T22:00:00.000Z');
    expect(prepared.features).toEqual(['area', 'rooms', 'distance_km', 'area_per_room']);
    expect(prepared.slices).toEqual(['slice_rooms']);
  });

  it('writes label first for training, row id first for scoring, nothing for what is missing', async () => {
    const prepared = await prepare();
    const [label, area, rooms] = lines(prepared.trainPath)[0]!.split(',').map(Number);
    expect([label, area, rooms]).toEqual([tinyFlats()[0]!.rent, tinyFlats()[0]!.area, tinyFlats()[0]!.rooms]);
    expect(lines(prepared.trainPath)).toHaveLength(prepared.rows.train);
    expect(lines(prepared.validationPath)).toHaveLength(prepared.rows.validation);
    expect(lines(prepared.holdoutPath)[0]).toMatch(/^F200209,[\d.]+,[\d.]+,[\d.]*,[\d.]+$/);
    expect(lines(prepared.trainPath).some((line) => line.includes(',,'))).toBe(true);
  });

  it('gives the same bytes for the same files', async () => {
    const landed = [february()];
    const accepted = [january(), ...landed];
    const [a, b] = [await prepare({ landed, accepted }), await prepare({ landed, accepted: accepted.toReversed() })];
    for (const key of ['trainPath', 'validationPath', 'holdoutPath', 'labelsPath'] as const) {
      expect(readFileSync(a[key]).equals(readFileSync(b[key]))).toBe(true);
    }
  });

  it('keeps labels, event time and slices of the holdout in the order of the rows to score', async () => {
    const prepared = await prepare();
    await using database = await openDatabase({ directory: join(prepared.labelsPath, '..') });
    const rows = await database.rows(`FROM '${prepared.labelsPath}'`);
    expect(rows.map((row) => row.row_id)).toEqual(lines(prepared.holdoutPath).map((line) => line.split(',')[0]));
    expect(Object.keys(rows[0]!)).toEqual(['row_id', 'event_time', 'label', 'slice_rooms']);
  });

  it('keeps rows of one instant together', async () => {
    const flats = tinyFlats().map((flat) => ({ ...flat, let_at: flat.let_at.slice(0, 10) }));
    const landed = [landFlats('days.csv', flats).path];
    const prepared = await prepare({ landed, accepted: landed });
    expect(prepared.trainedThrough.slice(0, 10)).toBe('2024-01-17');
    expect(prepared.holdoutFrom.slice(0, 10)).toBe('2024-01-18');
  });

  it('leaves a gap before the holdout', async () => {
    const prepared = await prepare({ data: { holdout: { ...holdout, gapHours: 48 } } });
    expect(prepared.trainedThrough).toBe('2024-02-16T08:00:00.000Z');
    expect(prepared.holdoutFrom).toBe('2024-02-18T10:00:00.000Z');
  });

  it('never trains on what came after an older landing, nor holds it out', async () => {
    const landed = [january()];
    const prepared = await prepare({ landed, accepted: [february(), ...landed] });
    expect(prepared.holdoutThrough < '2024-02').toBe(true);
    expect(prepared.rows.train + prepared.rows.validation + prepared.rows.holdout).toBe(300);
  });

  it('leaves out rows without a label', async () => {
    const flats = tinyFlats().map((flat, index): TinyFlat => (index % 10 === 0 ? { ...flat, rent: '' } : flat));
    const landed = [landFlats('some.csv', flats).path];
    const { rows } = await prepare({ landed, accepted: landed });
    expect(rows.train + rows.validation + rows.holdout).toBe(270);
  });
});

describe('labels that mature later than their rows', () => {
  /** Pinned at noon of a day; the window's older dataset on the first of February. */
  const pinned = (day: string, labelMaturityHours: number): Change => {
    const [old, landed] = [january(), february()];
    return {
      landed: [landed],
      accepted: [old, landed],
      window: [
        { paths: [old], pinnedAt: '2024-02-01T00:00:00.000Z' },
        { paths: [landed], pinnedAt: `2024-02-${day}T12:00:00.000Z` },
      ],
      data: { holdout: { ...holdout, labelMaturityHours } },
    };
  };
  const total = ({ rows, immatureRows }: PreparedDataset) => rows.train + rows.validation + rows.holdout + immatureRows;

  it('are neither trained on nor held out before that, by when the dataset was pinned', async () => {
    const prepared = await prepare(pinned('26', 48));
    expect(prepared.holdoutThrough).toBe('2024-02-24T12:00:00.000Z');
    expect(prepared.landedThrough).toBe('2024-02-25T22:00:00.000Z');
    expect(prepared.immatureRows).toBe(17);
    expect(total(prepared)).toBe(600);
    // The share is held out of what matured.
    expect(prepared.rows.holdout).toBe(Math.ceil(283 * 0.3));
  });

  it('give the same bytes whenever it is prepared again', async () => {
    const given = pinned('26', 48);
    const [a, b] = [await prepare(given), await prepare(given)];
    for (const key of ['trainPath', 'validationPath', 'holdoutPath', 'labelsPath'] as const) {
      expect(readFileSync(a[key]).equals(readFileSync(b[key]))).toBe(true);
    }
  });

  it('leave out nothing when they are known with their rows, or had long enough', async () => {
    for (const given of [pinned('26', 0), pinned('29', 48)]) {
      const prepared = await prepare(given);
      expect([prepared.immatureRows, prepared.holdoutThrough]).toEqual([0, '2024-02-25T22:00:00.000Z']);
    }
  });

  it('stay too young in an older dataset, whose files do not change', async () => {
    const days = 24 * 10;
    const prepared = await prepare(pinned('29', days));
    // January's last rows are of the 25th, and were pinned on the 1st: three days are too young for ever.
    const young = tinyFlats({ seed: 1 }).filter(({ let_at: at }) => at > '2024-01-22 00:00:00').length;
    expect(young).toBe(47);
    expect(total(prepared)).toBe(600 - young);
  });

  it('that are all too young leave nothing to hold out, and it says so', async () => {
    await expect(prepare(pinned('26', 24 * 40))).rejects.toMatchObject({
      name: 'HoldoutTooSmallError',
      message: expect.stringContaining('are 0 rows (300 are left out, their labels younger than 960 h)'),
    });
  });

  it('are held out by their own pinning only, even when a newer dataset of the window spans their time', async () => {
    const [newer, landed] = [landFlats('newer.csv', tinyFlats({ seed: 3, from: '2024-02-10' })).path, february()];
    const prepared = await prepare({
      landed: [landed],
      accepted: [newer, landed],
      window: [
        { paths: [newer], pinnedAt: '2024-04-01T00:00:00.000Z' },
        { paths: [landed], pinnedAt: '2024-02-26T12:00:00.000Z' },
      ],
      data: { holdout: { ...holdout, labelMaturityHours: 48 } },
    });
    expect(prepared.holdoutThrough).toBe('2024-02-24T12:00:00.000Z');
  });
});

describe("the champion's rows", () => {
  it('are the same ones when its SQL is the same', async () => {
    const prepared = await prepare({ championSql: tinySql });
    const { path } = prepared.championHoldout as { path: string };
    expect(lines(path)).toEqual(lines(prepared.holdoutPath));
  });

  it('are prepared by its own SQL', async () => {
    const prepared = await prepare({ championSql: sqlWith('area / rooms AS area_per_room,', '') });
    const { path } = prepared.championHoldout as { path: string };
    const ids = (file: string) => lines(file).map((line) => line.split(',')[0]);
    expect(ids(path)).toEqual(ids(prepared.holdoutPath));
    expect(lines(path)[0]!.split(',')).toHaveLength(4);
  });

  it('that cannot be made are a reason, not a failure', async () => {
    const reasonOf = async (championSql: string) =>
      ((await prepare({ championSql })).championHoldout as { reason: string }).reason;
    expect(await reasonOf(sqlWith('area,', 'garden,'))).toContain("The champion's own SQL does not fit this data");
    expect(await reasonOf(`${tinySql} WHERE rooms < 3`)).toMatch(/leaves out \d+ of the holdout rows/);
  });
});

describe('a prepare.sql that will not do', () => {
  it.each([
    ['does not run', 'SELECT nonsense FROM accepted', 'PrepareSqlError', 'prepare.sql does not run'],
    ['is more than one statement', `${tinySql}; SELECT 1`, 'PrepareSqlError', 'must be one SELECT'],
    ['changes something', 'DROP VIEW accepted', 'PrepareSqlError', 'does not run'],
    ['reads another file', "SELECT * FROM read_text('/etc/hosts')", 'PrepareSqlError', 'does not run'],
    ['returns no label', sqlWith('rent AS label,', ''), 'PrepareSqlError', 'it returns no label'],
    [
      'returns a text as a feature',
      sqlWith('area,', 'flat AS area,'),
      'PrepareSqlError',
      'The feature area is VARCHAR',
    ],
    [
      'returns no feature',
      'SELECT flat AS row_id, let_at AS event_time, rent AS label FROM accepted',
      'PrepareSqlError',
      'no feature',
    ],
    ['returns no time', sqlWith('let_at AS', '1 AS'), 'PrepareSqlError', 'event_time is INTEGER'],
    ['repeats a row id', sqlWith('flat AS row_id', "'x' AS row_id"), 'DuplicateRowIdError', 'the row id x 600 times'],
    ['returns no row id', sqlWith('flat AS row_id', 'NULL AS row_id'), 'RowIdInvalidError', 'the row id null'],
    [
      'returns an odd row id',
      sqlWith('flat AS row_id', "flat || ',' AS row_id"),
      'RowIdInvalidError',
      'letters, digits',
    ],
    [
      'returns an infinite label',
      sqlWith('rent AS label', "'inf'::DOUBLE AS label"),
      'LabelInvalidError',
      'finite number',
    ],
  ])('%s', async (_, ...[sql, name, message]) => {
    await expect(prepare({ sql })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('makes labels other than 0 and 1', async () => {
    const binary = { label: { sql: 'rent', kind: 'binary' as const } };
    await expect(prepare({ data: binary })).rejects.toMatchObject({ name: 'LabelInvalidError' });
  });
});

describe('data that will not do', () => {
  it('has too few rows to hold out', async () => {
    await expect(prepare({ data: { holdout: { ...holdout, minimumRows: 500 } } })).rejects.toMatchObject({
      name: 'HoldoutTooSmallError',
      message:
        'The newest 30 % of this landing are 91 rows; data.holdout.minimumRows is 500. Land more, or hold out a larger share.',
    });
  });

  it('has nothing before the holdout and its gap', async () => {
    const landed = [january()];
    const far = { ...holdout, gapHours: 10_000 };
    await expect(prepare({ landed, accepted: landed, data: { holdout: far } })).rejects.toMatchObject({
      name: 'TrainingTooSmallError',
      message: expect.stringContaining('its gap of 10000 h'),
    });
  });

  it('has one class only', async () => {
    const sql = sqlWith('rent AS label', '1 AS label');
    const data = { label: { sql: 'rent', kind: 'binary' as const } };
    await expect(prepare({ sql, data })).rejects.toMatchObject({ name: 'OneClassError' });
  });

  it('cannot be read', async () => {
    const landed = [landText('empty.csv', '').path];
    await expect(prepare({ landed })).rejects.toMatchObject({ name: 'DatasetUnreadableError' });
  });
});
