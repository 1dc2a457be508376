import { describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { snapshotDataset } from '#functions/snapshot-dataset.ts';
import { validateDataset } from '#functions/validate-dataset.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const rows = (count: number, damage = (line: string) => line) =>
  `id,day,spent,gone\n${Array.from({ length: count }, (_, index) => damage(`c${index},2026-01-${String(1 + (index % 28)).padStart(2, '0')} 00:00:00,${(index * 7) % 31},${index % 2}`)).join('\n')}\n`;
const empty = rows(0);

async function pinned(world: RetrainWorld, files: Record<string, string>) {
  const run = world.run();
  for (const [name, body] of Object.entries(files)) await world.land(name, body);
  world.pass(6);
  const dataset = await snapshotDataset(run, world);
  if (dataset.status !== 'Pinned') throw new Error(dataset.status);
  return { model: 'churn', run: run.run, dataset };
}

const expectations = { expectations: [{ check: 'rowCount' as const, min: 20, mode: 'enforce' as const }] };

describe('ValidateDataset', () => {
  it('accepts what meets every expectation, and keeps its profile for the next', async () => {
    const world = retrainWorld({ data: expectations });
    const input = await pinned(world, { 'a.csv': rows(30), 'b.csv': rows(30) });
    const validation = await validateDataset(input, world);
    expect(validation).toEqual({
      verdict: 'Accepted',
      rows: 60,
      reasons: [],
      evidenceUri: `s3://data/${dataKeys.dataEvidence('churn', input.dataset.id)}`,
    });
    expect(world.data.json(dataKeys.datasetProfile('churn', input.dataset.id))).toMatchObject({ rows: 60 });
    expect(world.notifications.sent).toEqual([]);
    expect(await world.recorded()).toEqual([`ValidateDataset ${input.run}/${input.dataset.id}`]);
  });

  it('moves a rejected dataset to quarantine, says why, and tells people what to do', async () => {
    const world = retrainWorld({ data: expectations });
    const input = await pinned(world, { 'a.csv': rows(5) });
    const validation = await validateDataset(input, world);
    expect(validation).toMatchObject({ verdict: 'Rejected', reasons: [expect.stringContaining('20')] });
    const { id } = input.dataset;
    expect(world.data.keys()).toEqual([
      `datasets/churn/${id}/evidence.json`,
      `datasets/churn/${id}/manifest.json`,
      `quarantine/churn/${id}/a.csv`,
      `quarantine/churn/${id}/reason.json`,
    ]);
    expect(world.data.json(`quarantine/churn/${id}/reason.json`)).toMatchObject({
      reasons: validation.reasons,
      whatToDo: expect.stringContaining('land it again under landing/churn/'),
    });
    expect(world.notifications.sent).toMatchObject([{ kind: 'DatasetRejected', model: 'churn' }]);
  });

  it('finds the same when it is run again after the quarantine', async () => {
    const world = retrainWorld({ data: expectations });
    const input = await pinned(world, { 'a.csv': rows(5), 'sub/b.csv': rows(5) });
    const first = await validateDataset(input, world);
    expect(await validateDataset(input, world)).toEqual(first);
    expect(await world.recorded()).toHaveLength(1);
    expect(world.data.keys().filter((key) => key.startsWith('landing/'))).toEqual([]);
  });

  it('leaves a corrected file that lands under the same key while the old one goes to quarantine', async () => {
    const world = retrainWorld({ data: expectations });
    const input = await pinned(world, { 'a.csv': rows(5) });
    world.data.beforeWrite = async (key) => {
      if (key === 'landing/churn/a.csv') await world.data.put(key, rows(40));
    };
    await validateDataset(input, world);
    const [left] = await Array.fromAsync(world.data.list('landing/churn/'));
    expect(left?.size).toBe(rows(40).length);
    const moved = await world.data.get(`quarantine/churn/${input.dataset.id}/a.csv`);
    expect(Buffer.from(moved?.value ?? '').toString()).toBe(rows(5));
  });

  it('does not tell people, nor train, when the decision cannot be recorded; trying again records it', async () => {
    const world = retrainWorld({ data: expectations });
    const input = await pinned(world, { 'a.csv': rows(5) });
    world.ledgerStore.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('locked out');
      return undefined;
    };
    await expect(validateDataset(input, world)).rejects.toMatchObject({ name: 'AuditUnavailableError' });
    expect(world.notifications.sent).toEqual([]);
    world.ledgerStore.fault = () => undefined;
    expect(await validateDataset(input, world)).toMatchObject({ verdict: 'Rejected' });
  });

  it('measures drift against the newest accepted dataset', async () => {
    const drift = [{ column: 'spent', maxKs: 0.2, mode: 'enforce' as const }];
    const world = retrainWorld({ data: { drift } });
    const first = await pinned(world, { 'a.csv': rows(200) });
    await validateDataset(first, world);
    await world.accept(first.dataset.id);
    const run = world.run({}, 'churn-000000000002-1');
    await world.land(
      'b.csv',
      rows(200, (line) => line.replace(/,(\d+),(\d)$/, ',9$1,$2')),
    );
    world.pass(6);
    const dataset = await snapshotDataset(run, world);
    expect(await validateDataset({ model: 'churn', run: run.run, dataset }, world)).toMatchObject({
      verdict: 'Rejected',
    });
  });

  it('measures drift against what the champion was trained on, and names it in the evidence', async () => {
    const drift = [{ column: 'spent', maxKs: 0.2, mode: 'enforce' as const }];
    const world = retrainWorld({ data: { drift } });
    const first = await pinned(world, { 'a.csv': rows(200) });
    await validateDataset(first, world);
    const training = world.data.json(dataKeys.datasetProfile('churn', first.dataset.id));
    await world.crown('serving');
    await world.data.put(dataKeys.runProfile('churn', 'serving'), JSON.stringify({ version: 1, training }));
    const larger = rows(200, (line) => line.replace(/,(\d+),(\d)$/, ',9$1,$2'));
    const run = world.run({}, 'churn-000000000002-1');
    await world.land('b.csv', larger);
    world.pass(6);
    const dataset = await snapshotDataset(run, world);
    const { verdict, reasons } = await validateDataset({ model: 'churn', run: run.run, dataset }, world);
    expect(verdict).toBe('Rejected');
    expect(reasons[0]).toContain('against the data that version 1, the champion, was trained on is');
    const { id } = dataset as { id: string };
    expect(world.data.json(dataKeys.dataEvidence('churn', id))).toMatchObject({
      drift: [{ column: 'spent', measure: 'ks', limit: 0.2, baseline: { kind: 'champion', source: 'serving' } }],
    });
  });

  it('rejects files without rows as a verdict, not as an error', async () => {
    const world = retrainWorld();
    expect(await validateDataset(await pinned(world, { 'a.csv': empty }), world)).toMatchObject({
      verdict: 'Rejected',
      rows: 0,
    });
  });

  it('fails when a pinned version is gone, or nothing is pinned', async () => {
    const world = retrainWorld();
    const input = await pinned(world, { 'a.csv': rows(30) });
    const data = { ...world.data, download: async () => undefined };
    await expect(validateDataset(input, { ...world, data })).rejects.toMatchObject({ name: 'DatasetUnreadableError' });
    const unpinned = { ...input, dataset: { status: 'Empty' as const } };
    await expect(validateDataset(unpinned, world)).rejects.toMatchObject({ name: 'DatasetUnreadableError' });
    const lost = { ...input, dataset: { ...input.dataset, id: 'lost' } };
    await expect(validateDataset(lost, world)).rejects.toMatchObject({ name: 'DatasetUnreadableError' });
  });
});
