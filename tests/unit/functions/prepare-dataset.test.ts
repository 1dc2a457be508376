import { describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { prepareDataset } from '#functions/prepare-dataset.ts';
import { snapshotDataset } from '#functions/snapshot-dataset.ts';
import { validateDataset } from '#functions/validate-dataset.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

/** A hundred rows of one month, named after it, half of which left. */
function month(name: string): string {
  const rows = Array.from({ length: 100 }, (_, index) => {
    const day = String(1 + Math.floor(index / 4)).padStart(2, '0');
    return `${name}-${index},2026-${name}-${day} 0${index % 4}:00:00,${(index * 7) % 31},${index % 2}`;
  });
  return `id,day,spent,gone\n${rows.join('\n')}\n`;
}

const landed = (world: RetrainWorld, name: string, run = 'churn-000000000001-1') =>
  landedAs(world, { name, run, body: month(name) });

async function landedAs(world: RetrainWorld, { name, run, body }: { name: string; run: string; body: string }) {
  const input = world.run({}, run);
  await world.land(`${name}.csv`, body);
  world.pass(6);
  const dataset = await snapshotDataset(input, world);
  if (dataset.status !== 'Pinned') throw new Error(dataset.status);
  return { model: 'churn', run, dataset, preparedBy: run };
}

async function text(world: RetrainWorld, uri: string, name = ''): Promise<string> {
  const stored = await world.data.get(`${uri.slice('s3://data/'.length)}${name}`);
  return Buffer.from(stored?.value ?? '').toString();
}

const lines = (body: string) => body.trim().split('\n');

describe('PrepareDataset', () => {
  it('splits the rows: the newest are held out, the label comes first, ids and labels stay apart', async () => {
    const world = retrainWorld();
    const input = await landed(world, '01');
    const prepared = await prepareDataset(input, world);
    expect(prepared.rows.train + prepared.rows.validation + prepared.rows.holdout).toBe(100);
    expect(prepared).toMatchObject({ features: ['spent'], holdouts: [{ role: 'candidate' }] });
    expect(prepared.trainedThrough < prepared.holdoutFrom).toBe(true);
    expect(lines(await text(world, prepared.trainUri, 'train.csv'))).toHaveLength(prepared.rows.train);
    expect(lines(await text(world, prepared.validationUri, 'validation.csv'))[0]).toMatch(/^[01](\.0)?,[\d.]+$/);
    const holdout = lines(await text(world, prepared.holdouts[0]?.uri ?? ''));
    expect(holdout).toHaveLength(prepared.rows.holdout);
    expect(holdout[0]).toMatch(/^01-\d+,[\d.]+$/);
  });

  it('keeps what it made and the SQL it made it with, and makes the same again', async () => {
    const world = retrainWorld();
    const input = await landed(world, '01');
    const prepared = await prepareDataset(input, world);
    expect(world.data.json(dataKeys.prepared('churn', input.run))).toEqual(prepared);
    expect(await text(world, `s3://data/${dataKeys.prepareSql('churn', input.run)}`)).toBe(
      world.catalog.churn?.prepareSql,
    );
    expect(await prepareDataset(input, world)).toEqual(prepared);
  });

  it('trains on the window: the accepted datasets before, and this one', async () => {
    const world = retrainWorld();
    for (const name of ['01', '02', '03']) {
      const { dataset } = await landed(world, name, `churn-00000000000${name}-1`);
      const { datasets = [] } = (await world.ledger.accepted('churn').read()) ?? {};
      await world.accept(...datasets.map(({ id }) => id), dataset.id);
    }
    const prepared = await prepareDataset(await landed(world, '04'), world);
    const all = prepared.rows.train + prepared.rows.validation;
    // The window is two: March whole, and April without its holdout.
    expect(all).toBe(200 - prepared.rows.holdout);
  });

  it('prepares the same rows for the champion by its own pinned SQL', async () => {
    const world = retrainWorld();
    await world.crown('churn-000000000009-1');
    const sql = 'SELECT id AS row_id, day AS event_time, gone AS label, spent * 2 AS doubled, spent FROM accepted';
    await world.data.put(dataKeys.prepareSql('churn', 'churn-000000000009-1'), sql);
    const prepared = await prepareDataset(await landed(world, '01'), world);
    const [candidate, champion] = prepared.holdouts;
    expect(champion).toMatchObject({ role: 'champion', version: 1 });
    const ids = async (uri = '') => lines(await text(world, uri)).map((line) => line.split(',')[0]);
    expect(await ids(champion?.uri)).toEqual(await ids(candidate?.uri));
    expect(lines(await text(world, champion?.uri ?? ''))[0]?.split(',')).toHaveLength(3);
  });

  it('says why the champion cannot be compared, and goes on', async () => {
    const world = retrainWorld();
    await world.crown('churn-000000000009-1');
    const input = await landed(world, '01');
    const missing = await prepareDataset(input, world);
    expect(missing.holdouts[1]).toEqual({ role: 'champion', version: 1, reason: expect.stringContaining('missing') });
    await world.data.put(dataKeys.prepareSql('churn', 'churn-000000000009-1'), 'SELECT gone FROM nowhere');
    const unfit = await prepareDataset(input, world);
    expect(unfit.holdouts[1]).toEqual({
      role: 'champion',
      version: 1,
      reason: expect.stringContaining('does not fit'),
    });
  });

  describe('with an anchor that people pinned', () => {
    const champion = { kind: 'champion', name: 'against-champion', metric: 'auc', margin: 0.01 };
    const asking = { gates: [{ ...champion, anchorMargin: 0.02 }] };
    const sql = 'SELECT id AS row_id, day AS event_time, gone AS label, spent + 1 AS more FROM accepted';

    it('prepares the same rows for it by its own pinned SQL, and keeps which version it was', async () => {
      const world = retrainWorld(asking);
      await world.crown();
      const { version } = await world.pin();
      await world.data.put(dataKeys.prepareSql('churn', 'churn-000000000008-1'), sql);
      const prepared = await prepareDataset(await landed(world, '01'), world);
      expect(prepared.anchor).toEqual(version);
      expect(prepared.holdouts).toMatchObject([
        { role: 'candidate' },
        { role: 'champion', version: 1, reason: expect.stringContaining('missing') },
        { role: 'anchor', version: 2, uri: expect.stringContaining('holdout-anchor/holdout-anchor.csv') },
      ]);
      const [candidate, , anchor] = prepared.holdouts;
      const rows = async (uri = '') => lines(await text(world, uri)).map((line) => line.split(','));
      const [mine, theirs] = [await rows(candidate?.uri), await rows(anchor?.uri)];
      expect(theirs.map(([id]) => id)).toEqual(mine.map(([id]) => id));
      expect(theirs.map(([, value]) => Number(value))).toEqual(mine.map(([, value]) => Number(value) + 1));
    });

    it('says why it cannot be scored, and goes on', async () => {
      const world = retrainWorld(asking);
      await world.pin();
      await world.data.put(dataKeys.prepareSql('churn', 'churn-000000000008-1'), 'SELECT gone FROM nowhere');
      expect((await prepareDataset(await landed(world, '01'), world)).holdouts[1]).toEqual({
        role: 'anchor',
        version: 1,
        reason: expect.stringContaining("The anchor's own SQL does not fit"),
      });
    });

    it('prepares nothing more when it is the champion', async () => {
      const world = retrainWorld(asking);
      const { version } = await world.crown();
      await world.pin(version);
      const prepared = await prepareDataset(await landed(world, '01'), world);
      expect(prepared.holdouts.map(({ role }) => role)).toEqual(['candidate', 'champion']);
      expect(prepared.anchor).toEqual(version);
    });

    it('leaves it alone when no gate asks for it, or when it was cleared', async () => {
      const indifferent = retrainWorld({ gates: [champion] });
      await indifferent.pin();
      const cleared = retrainWorld(asking);
      const anchor = await cleared.pin();
      await cleared.ledger.anchor('churn').change(() => ({ write: { ...anchor, version: null }, result: undefined }));
      for (const world of [indifferent, cleared]) {
        const prepared = await prepareDataset(await landed(world, '01'), world);
        expect(prepared.holdouts.map(({ role }) => role)).toEqual(['candidate']);
        expect(prepared).not.toHaveProperty('anchor');
      }
    });
  });

  it('prepares a version that is judged again by the SQL it was trained with, not by what is deployed now', async () => {
    const world = retrainWorld();
    const input = await landed(world, '01');
    await prepareDataset(input, world);
    const { churn } = world.catalog;
    if (churn === undefined) throw new Error('no manifest');
    const prepareSql = churn.prepareSql.replace('spent FROM', 'spent * 3 AS tripled FROM');
    const later = { ...world, catalog: { churn: { ...churn, prepareSql } } };
    const again = { ...input, run: 'churn-released-1' };
    expect((await prepareDataset(again, later)).features).toEqual(['spent']);
    expect((await prepareDataset({ ...again, preparedBy: again.run }, later)).features).toEqual(['tripled']);
    await expect(prepareDataset({ ...again, preparedBy: 'lost' }, later)).rejects.toMatchObject({
      name: 'PrepareFailedError',
    });
  });

  describe('of a label with classes', () => {
    const several = { label: { sql: 'gone', kind: 'multiclass' as const, classes: ['0', '1'] } };
    const run = 'churn-000000000009-1';

    async function crowned(classes: readonly string[] | undefined) {
      const world = retrainWorld({ data: several });
      await world.crown(run);
      await world.data.put(dataKeys.prepareSql('churn', run), world.catalog.churn?.prepareSql ?? '');
      const prepared = await prepareDataset(await landed(world, '01'), world);
      const { classes: _, ...others } = prepared;
      const theirs = { ...others, ...(classes === undefined ? {} : { classes }) };
      await world.data.put(dataKeys.prepared('churn', run), JSON.stringify(theirs));
      return { world, prepared };
    }

    it('keeps their names, and scores a champion that was trained for the same', async () => {
      const { world, prepared } = await crowned(['0', '1']);
      expect(prepared.classes).toEqual(['0', '1']);
      const again = await prepareDataset(await landed(world, '01'), world);
      expect(again.holdouts[1]).toMatchObject({ role: 'champion', uri: expect.any(String) });
    });

    it.each([
      [['1', '0'], 'It was trained for the classes 1, 0; data.label has the classes 0, 1 now.'],
      [['0'], 'It was trained for the classes 0; data.label has the classes 0, 1 now.'],
      [undefined, 'It was trained for no classes; data.label has the classes 0, 1 now.'],
    ])('cannot compare a champion that was trained for %j', async (classes, reason) => {
      const { world } = await crowned(classes);
      const { holdouts } = await prepareDataset(await landed(world, '01'), world);
      expect(holdouts[1]).toEqual({ role: 'champion', version: 1, reason });
    });

    it('cannot judge a version again that was trained for others', async () => {
      const { world } = await crowned(['1', '0']);
      const input = { ...(await landed(world, '01')), run: 'churn-released-1', preparedBy: run };
      await expect(prepareDataset(input, world)).rejects.toMatchObject({
        name: 'PrepareFailedError',
        message: expect.stringContaining('It was trained for the classes 1, 0'),
      });
    });
  });

  it('fails when a dataset of the window has lost its manifest', async () => {
    const world = retrainWorld();
    const input = await landed(world, '01');
    await world.accept('lost');
    await expect(prepareDataset(input, world)).rejects.toMatchObject({
      name: 'DatasetUnreadableError',
    });
  });
});

describe('PrepareDataset, for those who compare with its run later', () => {
  it('keeps what was trained on, and when its labels had matured', async () => {
    const drift = [{ column: 'spent', maxPsi: 0.2, mode: 'enforce' as const }];
    const holdout = { share: 0.3, minimumRows: 10, gapHours: 0, labelMaturityHours: 24 };
    const world = retrainWorld({ data: { drift, holdout } });
    const first = await landed(world, '01', 'churn-000000000001-1');
    await world.accept(first.dataset.id);
    const second = await landed(world, '02', 'churn-000000000002-1');
    await validateDataset(second, world);
    const pinnedAt = world.now().toISOString();
    world.pass(60 * 24);
    const prepared = await prepareDataset(second, world);
    expect(prepared).toMatchObject({
      datasets: [first.dataset.id, second.dataset.id],
      landedThrough: '2026-02-25T03:00:00.000Z',
      maturity: { pinnedAt, hours: 24, leftOut: 0 },
    });
    expect(prepared).not.toHaveProperty('featureVerdict');
    expect(world.data.json(dataKeys.runProfile('churn', second.run))).toMatchObject({
      version: 1,
      datasets: prepared.datasets,
      trainedThrough: prepared.trainedThrough,
      training: { rows: prepared.rows.train + prepared.rows.validation, columns: { spent: { kind: 'numeric' } } },
      features: { rows: 100, columns: {} },
    });
  });

  it('leaves out labels by when the dataset was pinned, not by when it is prepared', async () => {
    const holdout = { share: 0.3, minimumRows: 10, gapHours: 0, labelMaturityHours: 24 * 10 };
    const world = retrainWorld({ data: { holdout } });
    const input = await landed(world, '02');
    const prepared = await prepareDataset(input, world);
    // Pinned at six minutes past midnight of the first of March; four rows an hour apart each day.
    expect(prepared.maturity?.leftOut).toBe(3 + 6 * 4);
    expect(prepared.holdoutThrough).toBe('2026-02-19T00:00:00.000Z');
    world.pass(60 * 24 * 100);
    expect(await prepareDataset(input, world)).toEqual(prepared);
  });
});

describe('PrepareDataset, judging the features', () => {
  const featureDrift = [{ feature: 'spent', maxKs: 0.2, against: ['accepted' as const], mode: 'enforce' as const }];
  const drifted = (name: string) => month(name).replaceAll(/,(\d+),(\d)$/gm, ',9$1,$2');

  /** January was accepted by the run that prepared it; February lands. */
  async function afterJanuary(world: RetrainWorld, body = month('02')) {
    const january = await landed(world, '01', 'churn-000000000001-1');
    await prepareDataset(january, world);
    await world.ledger.accepted('churn').change(() => ({
      write: { datasets: [{ id: january.dataset.id, run: january.run, acceptedAt: '' }] },
      result: undefined,
    }));
    const february = await landedAs(world, { name: '02', run: 'churn-000000000002-1', body });
    await validateDataset(february, world);
    return february;
  }

  it('accepts what is like the last accepted run, with the evidence and a record', async () => {
    const world = retrainWorld({ data: { featureDrift } });
    const input = await afterJanuary(world);
    const { featureVerdict } = await prepareDataset(input, world);
    const key = dataKeys.dataEvidence('churn', input.dataset.id);
    expect(featureVerdict).toEqual({ verdict: 'Accepted', evidenceUri: `s3://data/${key}`, reasons: [] });
    expect(world.data.json(key)).toMatchObject({
      verdict: 'Accepted',
      expectations: expect.any(Array),
      featureDrift: {
        run: input.run,
        rows: 100,
        findings: [{ column: 'spent', measure: 'ks', verdict: 'Passed', baseline: { kind: 'accepted' } }],
      },
    });
    expect(await world.recorded()).toContain(`PrepareDataset ${input.run}/${input.dataset.id}`);
  });

  it('rejects one that drifted: quarantine, evidence, record and notification', async () => {
    const world = retrainWorld({ data: { featureDrift } });
    const input = await afterJanuary(world, drifted('02'));
    const { featureVerdict } = await prepareDataset(input, world);
    expect(featureVerdict).toMatchObject({ verdict: 'Rejected', reasons: [expect.stringContaining('`spent`')] });
    const { id } = input.dataset;
    expect(world.data.keys().filter((key) => /^(quarantine|landing)/.test(key))).toEqual([
      'landing/churn/01.csv',
      `quarantine/churn/${id}/02.csv`,
      `quarantine/churn/${id}/reason.json`,
    ]);
    expect(world.data.json(dataKeys.dataEvidence('churn', id))).toMatchObject({
      verdict: 'Rejected',
      reasons: featureVerdict?.reasons,
    });
    expect(world.notifications.sent).toMatchObject([
      { kind: 'DatasetRejected', message: expect.stringMatching(/land it again/) },
    ]);
    expect((await world.recorded()).at(-1)).toBe(`PrepareDataset ${input.run}/${id}`);
    expect(await prepareDataset(input, world)).toMatchObject({ featureVerdict });
    expect((await world.recorded()).filter((record) => record.startsWith('PrepareDataset'))).toHaveLength(2);
    // It did not pass the data gate: nobody trains on it because a person asks.
    const forced = await snapshotDataset(world.run({ kind: 'request', force: true }, 'churn-forced-1'), world);
    expect(forced).not.toMatchObject({ id });
  });

  it('only observed lets it pass, and says so in the evidence', async () => {
    const observed = featureDrift.map((each) => ({ ...each, mode: 'observe' as const }));
    const world = retrainWorld({ data: { featureDrift: observed } });
    const input = await afterJanuary(world, drifted('02'));
    expect((await prepareDataset(input, world)).featureVerdict?.verdict).toBe('Accepted');
    expect(world.data.json(dataKeys.dataEvidence('churn', input.dataset.id))).toMatchObject({
      featureDrift: { findings: [{ verdict: 'Failed', mode: 'observe' }] },
    });
  });

  it('does not judge again what a release prepares for another champion', async () => {
    const world = retrainWorld({ data: { featureDrift } });
    const input = await afterJanuary(world);
    await prepareDataset(input, world);
    const again = await prepareDataset({ ...input, run: 'churn-released-1' }, world);
    expect(again).not.toHaveProperty('featureVerdict');
    expect(world.data.keys()).not.toContain(dataKeys.runProfile('churn', 'churn-released-1'));
  });

  it('rejects a feature that gives the label away though no column is looked at that the label is made of', async () => {
    const leaking = {
      prepareSql: 'SELECT id AS row_id, day AS event_time, gone AS label, spent, 3 - gone AS rest FROM accepted',
    };
    const world = retrainWorld({ data: { leakage: { limit: 0.98, except: [], mode: 'enforce' } } });
    const input = await afterJanuary(world);
    const key = dataKeys.dataEvidence('churn', input.dataset.id);
    expect(world.data.json(key)).toMatchObject({ verdict: 'Accepted' });
    Object.assign(world.catalog.churn!, leaking);
    const { featureVerdict } = await prepareDataset(input, world);
    expect(featureVerdict).toMatchObject({
      verdict: 'Rejected',
      reasons: [
        '`rest` alone predicts the label with AUC 1; at most 0.98 is credible. It was probably made of what was written after the event. Leave it out of prepare.sql.',
      ],
    });
    expect(world.data.json(key)).toMatchObject({
      verdict: 'Rejected',
      featureLeakage: {
        run: input.run,
        rows: 100,
        findings: [
          { column: 'spent', verdict: 'Passed' },
          { column: 'rest', verdict: 'Failed' },
        ],
      },
    });
    expect(world.notifications.sent).toMatchObject([{ kind: 'DatasetRejected' }]);
  });

  it('keeps what it found of features in the evidence, and records nothing where no limit is on drift', async () => {
    const world = retrainWorld();
    const input = await afterJanuary(world);
    expect(await prepareDataset(input, world)).not.toHaveProperty('featureVerdict');
    const evidence = world.data.json(dataKeys.dataEvidence('churn', input.dataset.id));
    expect(evidence).toMatchObject({ verdict: 'Accepted', featureLeakage: { findings: [{ column: 'spent' }] } });
    expect(evidence).not.toHaveProperty('featureDrift');
    expect((await world.recorded()).filter((record) => record.startsWith('PrepareDataset'))).toEqual([]);
  });

  it('names a feature that the SQL does not return', async () => {
    const world = retrainWorld({ data: { featureDrift: [{ ...featureDrift[0]!, feature: 'spend' }] } });
    await expect(prepareDataset(await landed(world, '01'), world)).rejects.toMatchObject({
      name: 'PrepareSqlError',
      message: expect.stringContaining('Nearest is "spent"'),
    });
  });
});
