import { describe, expect, it } from 'vitest';
import type { Profile } from '#data/drift/profile.ts';
import { CAPACITY, type Part } from '#domain/landing/measure-plan.ts';
import type { Data } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { countFiles } from '#functions/count-files.ts';
import { measureFiles } from '#functions/measure-files.ts';
import { snapshotDataset } from '#functions/snapshot-dataset.ts';
import { validateDataset } from '#functions/validate-dataset.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const lines = (ids: readonly string[], spent = (row: number) => String((row * 7) % 31)) =>
  `id,day,spent,gone\n${ids.map((id, row) => `${id},2026-01-${String(1 + (row % 28)).padStart(2, '0')} 00:00:00,${spent(row)},${row % 2}`).join('\n')}\n`;
const ids = (from: number, count = 40) => Array.from({ length: count }, (_, row) => `c${from + row}`);

const unique = { check: 'unique' as const, columns: ['id'], tolerance: 0.01, mode: 'enforce' as const };
const drift = { column: 'spent', maxPsi: 0.5, against: ['accepted' as const], mode: 'enforce' as const };
const data: Partial<Data> = { partBytes: 1_500, expectations: [unique], drift: [drift] };

async function snapshot(world: RetrainWorld, files: Record<string, string>, run = world.run()) {
  for (const [name, body] of Object.entries(files)) await world.land(name, body);
  world.pass(6);
  const dataset = await snapshotDataset(run, world);
  if (dataset.status !== 'Pinned') throw new Error(dataset.status);
  return { model: 'churn', run: run.run, dataset };
}

type Input = Awaited<ReturnType<typeof snapshot>>;

const partsOf = (world: RetrainWorld, { dataset }: Input) => world.data.json(dataset.parts?.key ?? '') as Part[];

async function measureAll(world: RetrainWorld, input: Input): Promise<void> {
  for (const part of partsOf(world, input)) await measureFiles({ ...input, part }, world);
}

async function countAll(world: RetrainWorld, input: Input): Promise<void> {
  for (const part of partsOf(world, input)) await countFiles({ ...input, part }, world);
}

const files = { 'a.csv': lines(ids(0)), 'b.csv': lines(ids(100)), 'c.csv': lines(ids(200)) };

describe('A dataset of more bytes than a part', () => {
  it('is planned when it is pinned, and so again when the answer was lost', async () => {
    const world = retrainWorld({ data });
    const run = world.run();
    const input = await snapshot(world, files, run);
    const key = `parts/churn/${input.dataset.id}/${run.run}/plan.json`;
    expect(input.dataset).toMatchObject({ files: 3, parts: { bucket: 'data', key, count: 3 } });
    expect(partsOf(world, input)).toEqual([
      { part: 0, first: 0, end: 1 },
      { part: 1, first: 1, end: 2 },
      { part: 2, first: 2, end: 3 },
    ]);
    expect(await snapshotDataset(run, world)).toEqual(input.dataset);
  });

  it('is accepted by its parts, with the profile and the evidence that one function would have found', async () => {
    const whole = retrainWorld({ data: { ...data, partBytes: CAPACITY.partBytes } });
    const asOne = await snapshot(whole, files);
    const expected = await validateDataset(asOne, whole);

    const world = retrainWorld({ data });
    const input = await snapshot(world, files);
    await measureAll(world, input);
    await countAll(world, input);
    expect(await validateDataset(input, world)).toEqual(expected);
    expect(expected).toMatchObject({ verdict: 'Accepted', rows: 120 });
    const profile = dataKeys.datasetProfile('churn', input.dataset.id);
    expect(world.data.json(profile)).toEqual(whole.data.json(profile));
    expect(await world.recorded()).toEqual(await whole.recorded());
  });

  it('counts a part that is measured or counted twice once', async () => {
    const world = retrainWorld({ data });
    const input = await snapshot(world, { ...files, 'c.csv': lines(['c0', ...ids(201, 39)]) });
    await measureAll(world, input);
    await measureFiles({ ...input, part: partsOf(world, input)[1]! }, world);
    await countAll(world, input);
    await measureAll(world, input);
    await countAll(world, input);
    const { verdict, rows } = await validateDataset(input, world);
    expect({ verdict, rows }).toEqual({ verdict: 'Accepted', rows: 120 });
    const evidence = world.data.json(dataKeys.dataEvidence('churn', input.dataset.id));
    expect(evidence).toMatchObject({
      expectations: expect.arrayContaining([expect.objectContaining({ check: 'unique', count: 1 })]),
    });
  });

  it('is compared with the same baselines in all its parts, though another dataset is accepted meanwhile', async () => {
    const world = retrainWorld({ data });
    const profile = (edges: number[]): Profile => ({
      version: 1,
      rows: 100,
      columns: { spent: { kind: 'numeric', missing: 0, edges, counts: edges.map(() => 10).concat(10) } },
    });
    await world.data.put(dataKeys.datasetProfile('churn', 'd1'), JSON.stringify(profile([5, 10, 15, 20, 25])));
    await world.data.put(dataKeys.datasetProfile('churn', 'd2'), JSON.stringify(profile([7, 14])));
    for (const id of ['d1', 'd2'])
      await world.data.put(
        dataKeys.datasetManifest('churn', id),
        JSON.stringify({ model: 'churn', id, run: 'r', createdAt: '', objects: [{ key: 'k', etag: '', size: 1 }] }),
      );
    await world.accept('d1');
    const input = await snapshot(world, files);
    const [first, ...others] = partsOf(world, input);
    await measureFiles({ ...input, part: first! }, world);
    await world.accept('d1', 'd2');
    for (const part of others) await measureFiles({ ...input, part }, world);
    await countAll(world, input);
    expect(await validateDataset(input, world)).toMatchObject({ rows: 120 });
    const evidence = world.data.json(dataKeys.dataEvidence('churn', input.dataset.id));
    expect(evidence).toMatchObject({
      drift: [{ column: 'spent', baseline: { source: 'd1' }, measured: expect.any(Number) }],
    });
  });

  it('is rejected for a file with other columns, and goes to quarantine as a whole', async () => {
    const world = retrainWorld({ data });
    const input = await snapshot(world, { ...files, 'b.csv': files['b.csv'].replace('spent', 'paid') });
    await measureAll(world, input);
    await countAll(world, input);
    const { verdict, reasons } = await validateDataset(input, world);
    expect(verdict).toBe('Rejected');
    expect(reasons).toEqual([expect.stringContaining('Column `spent` is missing from landing/churn/b.csv')]);
    expect(world.data.keys().filter((key) => key.startsWith('quarantine/'))).toHaveLength(4);
  });

  it('keeps numbers that JSON has not', async () => {
    const infinite = { ...files, 'a.csv': lines(ids(0), (row) => (row === 3 ? 'inf' : '1')) };
    const changes = {
      label: { sql: 'spent', kind: 'number' as const },
      leakage: { limit: 0.98, except: ['spent'], mode: 'enforce' as const },
    };
    const world = retrainWorld({ data: { ...data, ...changes } });
    const input = await snapshot(world, infinite);
    await measureAll(world, input);
    await countAll(world, input);
    const whole = retrainWorld({ data: { ...data, ...changes, partBytes: CAPACITY.partBytes } });
    expect(await validateDataset(input, world)).toEqual(await validateDataset(await snapshot(whole, infinite), whole));
    const profile = dataKeys.datasetProfile('churn', input.dataset.id);
    // An infinite mean is null in JSON.
    expect(world.data.json(profile)).toMatchObject({ labelMean: null });
    expect(world.data.json(profile)).toEqual(whole.data.json(profile));
  });

  it('is an error of its own when what a part found is missing', async () => {
    const world = retrainWorld({ data });
    const input = await snapshot(world, files);
    await measureFiles({ ...input, part: partsOf(world, input)[0]! }, world);
    await expect(countFiles({ ...input, part: partsOf(world, input)[0]! }, world)).rejects.toMatchObject({
      name: 'DatasetUnreadableError',
      message: expect.stringContaining('/1/measured.json is missing: the part was not measured.'),
    });
  });
});

describe('A dataset that no function holds', () => {
  it('is TooLarge: told to people and recorded, nothing read or moved', async () => {
    const world = { ...retrainWorld(), capacity: { ...CAPACITY, partBytes: 1_000 } };
    const input = await snapshot(world, files);
    expect(input.dataset).toMatchObject({ tooLarge: expect.stringContaining('landing/churn/a.csv has') });
    const read = world.data.download;
    world.data.download = () => Promise.reject(new Error('was read'));
    const { verdict, rows, reasons } = await validateDataset(input, world);
    world.data.download = read;
    expect({ verdict, rows, reasons }).toEqual({ verdict: 'TooLarge', rows: 0, reasons: [input.dataset.tooLarge] });
    expect(world.data.keys().filter((key) => key.startsWith('landing/'))).toHaveLength(3);
    expect(world.notifications.sent).toMatchObject([
      { kind: 'DatasetTooLarge', message: expect.stringContaining('What landed stays under landing/churn/') },
    ]);
    expect(await world.recorded()).toEqual([`ValidateDataset ${input.run}/${input.dataset.id}`]);
    expect(world.data.json(dataKeys.dataEvidence('churn', input.dataset.id))).toMatchObject({ verdict: 'TooLarge' });
  });

  it('is known by the sizes of the whole window', async () => {
    const world = { ...retrainWorld(), capacity: { ...CAPACITY, windowBytes: 5_000 } };
    await world.data.put(
      dataKeys.datasetManifest('churn', 'd1'),
      JSON.stringify({
        model: 'churn',
        id: 'd1',
        run: 'r',
        createdAt: '',
        objects: [{ key: 'k', etag: '', size: 4_000 }],
      }),
    );
    await world.accept('d1');
    const input = await snapshot(world, { 'a.csv': files['a.csv'] });
    expect(input.dataset.tooLarge).toContain('The landing and the 1 accepted before it in the window have');
  });
});
