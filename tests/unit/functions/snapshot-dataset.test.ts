import { describe, expect, it } from 'vitest';
import { datasetId } from '#domain/landing/dataset-id.ts';
import { DatasetManifest } from '#domain/landing/landing.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { intake } from '#functions/intake.ts';
import { snapshotDataset } from '#functions/snapshot-dataset.ts';
import type { RetrainInput } from '#statemachines/retrain.data.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

/** Lands a file through intake, and gives the input of the run that it started or joined. */
async function landed(world: RetrainWorld, name: string, body?: string): Promise<RetrainInput> {
  const { execution } = await intake(await world.land(name, body), world);
  const started = world.workflows.started.find((each) => each.name === execution);
  return started?.input as RetrainInput;
}

const idOf = (world: RetrainWorld, ...names: string[]) =>
  Promise.all(names.map(async (name) => (await world.data.head(`landing/churn/${name}`))!)).then(datasetId);

const pinned = (world: RetrainWorld, id: string) =>
  DatasetManifest.parse(world.data.json(dataKeys.datasetManifest('churn', id))).objects;

describe('SnapshotDataset', () => {
  it('waits while objects may still come, then pins their versions', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(2);
    await landed(world, 'b.csv');
    expect(await snapshotDataset(run, world)).toEqual({ status: 'Open', waitSeconds: 300 });
    world.pass(5);
    const id = await idOf(world, 'a.csv', 'b.csv');
    expect(await snapshotDataset(run, world)).toEqual({
      status: 'Pinned',
      id,
      files: 2,
      bytes: 10,
      manifestUri: `s3://data/datasets/churn/${id}/manifest.json`,
    });
    const head = await world.data.head('landing/churn/a.csv');
    expect(pinned(world, id)[0]).toEqual({
      key: 'landing/churn/a.csv',
      versionId: head?.versionId,
      etag: head?.etag,
      size: 5,
    });
  });

  it('answers the same when it is run again, though more has landed', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    const first = await snapshotDataset(run, world);
    await landed(world, 'b.csv');
    world.pass(5);
    expect(await snapshotDataset(run, world)).toEqual(first);
  });

  it('answers the same when its last answer was lost and another run has ended since', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    const first = await snapshotDataset(run, world);
    await snapshotDataset(world.run({ kind: 'request', force: false }, 'churn-asked-1'), world);
    expect(await snapshotDataset(run, world)).toEqual(first);
  });

  it('pins the version it listed, though the object is overwritten before it has ended', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv', 'old');
    const old = await world.data.head('landing/churn/a.csv');
    world.pass(5);
    let overwritten = false;
    world.data.beforeWrite = async (key) => {
      if (!key.endsWith('manifest.json') || overwritten) return;
      overwritten = true;
      await world.data.put('landing/churn/a.csv', 'newer');
    };
    const dataset = await snapshotDataset(run, world);
    const [object] = pinned(world, dataset.status === 'Pinned' ? dataset.id : '');
    expect(object).toMatchObject({ versionId: old?.versionId, etag: old?.etag });
  });

  it('leaves an object that lands while it ends to the next landing', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    let next: RetrainInput | undefined;
    world.data.beforeWrite = async (key) => {
      if (key.endsWith('manifest.json') && next === undefined) next = await landed(world, 'late.csv');
    };
    expect(await snapshotDataset(run, world)).toMatchObject({ status: 'Pinned', files: 1 });
    world.pass(5);
    expect(next?.run).not.toBe(run.run);
    expect(await snapshotDataset(next!, world)).toMatchObject({ status: 'Pinned', id: await idOf(world, 'late.csv') });
  });

  it('takes an object whose event came before the landing was shut, and does not take it twice', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    let next: RetrainInput | undefined;
    world.ledgerStore.beforeWrite = async () => {
      // Between the first listing and the shutting of the landing.
      if (next === undefined) next = await landed(world, 'late.csv');
    };
    expect(await snapshotDataset(run, world)).toEqual({ status: 'Open', waitSeconds: 300 });
    expect(next?.run).toBe(run.run);
    world.pass(5);
    expect(await snapshotDataset(run, world)).toMatchObject({ status: 'Pinned', files: 2 });
  });

  it('gives a file to one of two runs that look at the same moment', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    const asked = world.run({ kind: 'request' }, 'churn-asked-1');
    let other: Awaited<ReturnType<typeof snapshotDataset>> | undefined;
    world.data.beforeWrite = async (key) => {
      if (!key.endsWith('manifest.json') || other !== undefined) return;
      other = { status: 'Empty' };
      other = await snapshotDataset(asked, world);
    };
    const own = await snapshotDataset(run, world);
    expect([own.status, other?.status].sort()).toEqual(['Empty', 'Pinned']);
  });

  it('gives up for a retry when other runs are always faster', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    // Every end of this run finds its files taken.
    const landing = { ...world.ledger.landing('churn'), change: async () => false as never };
    const busy = { ...world, ledger: { ...world.ledger, landing: () => landing } };
    await expect(snapshotDataset(run, busy)).rejects.toMatchObject({ name: 'LedgerConflictError' });
  });
});

describe('The same data landing again', () => {
  it('ends Unchanged when that dataset is accepted', async () => {
    const world = retrainWorld();
    const first = await landed(world, 'a.csv', 'same');
    world.pass(5);
    const dataset = await snapshotDataset(first, world);
    const id = dataset.status === 'Pinned' ? dataset.id : '';
    await world.accept('older', id);
    const again = await landed(world, 'a.csv', 'same');
    world.pass(5);
    expect(again.run).not.toBe(first.run);
    expect(await snapshotDataset(again, world)).toEqual({ status: 'Unchanged', id });
    expect(await snapshotDataset(again, world)).toEqual({ status: 'Unchanged', id });
  });

  it('is trained on again when its candidate had been stopped by a gate', async () => {
    const world = retrainWorld();
    const first = await landed(world, 'a.csv', 'same');
    world.pass(5);
    const dataset = await snapshotDataset(first, world);
    const again = await landed(world, 'a.csv', 'same');
    world.pass(5);
    expect(await snapshotDataset(again, world)).toEqual(dataset);
  });

  it('is a landing after it was rejected and moved to quarantine, with the same key and the same bytes', async () => {
    const world = retrainWorld();
    const first = await landed(world, 'a.csv', 'same');
    world.pass(5);
    const dataset = await snapshotDataset(first, world);
    await world.data.delete('landing/churn/a.csv');
    const again = await landed(world, 'a.csv', 'same');
    world.pass(5);
    expect(again.run).not.toBe(first.run);
    expect(await snapshotDataset(again, world)).toEqual(dataset);
  });
});

describe('A run without new data', () => {
  it('is Empty when there was never any', async () => {
    const world = retrainWorld();
    expect(await snapshotDataset(world.run({ kind: 'request' }), world)).toEqual({ status: 'Empty' });
  });

  it('is Unchanged when a dataset was trained on', async () => {
    const world = retrainWorld();
    const manifest = { model: 'churn', id: 'd1', run: 'r', createdAt: '', objects: [{ key: 'k', etag: 'e', size: 7 }] };
    await world.data.put(dataKeys.datasetManifest('churn', 'd1'), JSON.stringify(manifest));
    await world.accept('d1');
    expect(await snapshotDataset(world.run({ kind: 'schedule' }), world)).toEqual({ status: 'Unchanged', id: 'd1' });
    expect(await snapshotDataset(world.run({ kind: 'request', force: true }), world)).toMatchObject({
      status: 'Pinned',
      id: 'd1',
      files: 1,
      bytes: 7,
    });
  });

  it('trains by force on the newest dataset that passed the data gate, also when a gate stopped its candidate', async () => {
    const world = retrainWorld();
    const good = await snapshotAfter(world, 'good.csv');
    await world.data.put(dataKeys.datasetProfile('churn', good.id), '{}');
    const rejected = await snapshotAfter(world, 'rejected.csv');
    const forced = world.run({ kind: 'request', force: true }, 'churn-forced-1');
    expect(await snapshotDataset(forced, world)).toMatchObject({ status: 'Pinned', id: good.id });
    expect(rejected.id).not.toBe(good.id);
    // Run again after a lost answer, it stays with it.
    await world.data.put(dataKeys.datasetProfile('churn', rejected.id), '{}');
    expect(await snapshotDataset(forced, world)).toMatchObject({ id: good.id });
  });
});

async function snapshotAfter(world: RetrainWorld, name: string) {
  const run = await landed(world, name);
  world.pass(5);
  const dataset = await snapshotDataset(run, world);
  if (dataset.status !== 'Pinned') throw new Error(dataset.status);
  return dataset;
}

describe('Who asks', () => {
  it('a person takes what is there, complete or not', async () => {
    const world = retrainWorld({ data: { completeWhen: 'marker' } });
    await landed(world, 'a.csv');
    expect(await snapshotDataset(world.run({ kind: 'request' }), world)).toMatchObject({ status: 'Pinned', files: 1 });
  });

  it('a schedule leaves an incomplete landing to its own run', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    expect(await snapshotDataset(world.run({ kind: 'schedule' }, 'churn-cron-1'), world)).toEqual({ status: 'Empty' });
    world.pass(5);
    expect(await snapshotDataset(run, world)).toMatchObject({ status: 'Pinned' });
  });

  it('a replay goes on with the dataset that the generation before took', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    const dataset = await snapshotDataset(run, world);
    const next = {
      ...run,
      run: `${run.run.slice(0, -1)}2`,
      generation: 2,
      trigger: { ...run.trigger, kind: 'replay' as const },
    };
    expect(await snapshotDataset(next, world)).toEqual(dataset);
  });

  it('a landing with a marker waits for it', async () => {
    const world = retrainWorld({ data: { completeWhen: 'marker' } });
    const run = await landed(world, 'a.csv');
    expect(await snapshotDataset(run, world)).toEqual({ status: 'Open', waitSeconds: 60 });
    world.pass(60);
    expect(await snapshotDataset(run, world)).toEqual({ status: 'Open', waitSeconds: 900 });
    await landed(world, '_SUCCESS');
    expect(await snapshotDataset(run, world)).toMatchObject({ status: 'Pinned', files: 1 });
  });

  it('for a model that was never deployed gets an error that names the known ones', async () => {
    const world = retrainWorld();
    const run = { ...world.run(), model: 'other' };
    await expect(snapshotDataset(run, world)).rejects.toMatchObject({
      name: 'UnknownModelError',
      message: expect.stringContaining('it knows churn'),
    });
  });

  it('fails when a dataset of the window has lost its manifest, since then nobody can tell whether the window can be held', async () => {
    const world = retrainWorld();
    const run = await landed(world, 'a.csv');
    world.pass(5);
    await world.accept('lost');
    await expect(snapshotDataset(run, world)).rejects.toMatchObject({ name: 'DatasetUnreadableError' });
  });
});
