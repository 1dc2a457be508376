import { describe, expect, it } from 'vitest';
import type { Profile } from '#data/drift/profile.ts';
import type { Drift } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { driftBaselines } from '#functions/datasets/drift-baselines.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const drift: Drift = { column: 'spent', maxPsi: 0.2, mode: 'enforce' };
const columns = { model: 'churn', datasetId: 'd9', of: 'columns' } as const;
const features = { ...columns, of: 'features' } as const;

const profile = (rows: number): Profile => ({ version: 1, rows, columns: {} });

async function accepted(world: RetrainWorld, datasets: readonly { id: string; newestEvent?: string }[]) {
  const write = { datasets: datasets.map((each) => ({ ...each, run: `run-${each.id}`, acceptedAt: '' })) };
  await world.ledger.accepted('churn').change(() => ({ write, result: undefined }));
  for (const [index, { id }] of datasets.entries()) {
    await world.data.put(dataKeys.datasetProfile('churn', id), JSON.stringify(profile(index)));
    const run = { version: 1, training: profile(-1), features: profile(100 + index) };
    await world.data.put(dataKeys.runProfile('churn', `run-${id}`), JSON.stringify(run));
  }
}

describe('The baselines of drift', () => {
  it('are none before anything was accepted or serves', async () => {
    const { accepted: last, champion } = await driftBaselines(columns, [drift], retrainWorld());
    expect([last, champion]).toEqual([undefined, undefined]);
  });

  it('are the dataset accepted last, but never the one that landed', async () => {
    const world = retrainWorld();
    await accepted(world, [{ id: 'd7' }, { id: 'd8' }, { id: 'd9' }]);
    expect((await driftBaselines(columns, [drift], world)).accepted).toEqual({
      kind: 'accepted',
      name: 'the last accepted dataset',
      source: 'd8',
      profile: profile(1),
    });
    expect((await driftBaselines(features, [drift], world)).accepted).toMatchObject({ profile: profile(101) });
  });

  it('say when the profile of an accepted dataset, or of its run, is gone', async () => {
    const world = retrainWorld();
    await world.accept('d7');
    for (const subject of [columns, features])
      expect((await driftBaselines(subject, [drift], world)).accepted).toMatchObject({
        reason: expect.stringMatching(/^there is no .*profile\.json$/),
      });
  });

  it('are what the run of the serving version trained on, and the features of what had landed for it', async () => {
    const world = retrainWorld();
    await world.crown('serving');
    const run = { version: 1, datasets: ['d1', 'd2'], trainedThrough: '', training: profile(7), features: profile(8) };
    await world.data.put(dataKeys.runProfile('churn', 'serving'), JSON.stringify(run));
    expect((await driftBaselines(columns, [drift], world)).champion).toEqual({
      kind: 'champion',
      name: 'the data that version 1, the champion, was trained on',
      source: 'serving',
      profile: profile(7),
    });
    expect((await driftBaselines(features, [drift], world)).champion).toMatchObject({
      name: 'the features of version 1, the champion',
      profile: profile(8),
    });
  });

  it('say when a champion was trained before profiles were kept, or nobody knows by which run', async () => {
    const world = retrainWorld();
    const champion = await world.crown('serving');
    expect((await driftBaselines(columns, [drift], world)).champion).toMatchObject({
      reason: "its run serving kept no profile; the next candidate's does",
    });
    const gone = { ...champion, version: { number: 5, arn: 'arn:gone' } };
    await world.ledger.champion('churn').change(() => ({ write: gone, result: undefined }));
    expect((await driftBaselines(columns, [drift], world)).champion).toMatchObject({
      reason: 'the registry does not say which run made it',
    });
  });

  it('leave the champion alone when no entry asks for it', async () => {
    const world = retrainWorld();
    await world.crown('serving');
    const seasonal: Drift = { ...drift, period: { days: 7 } };
    const found = await driftBaselines(columns, [seasonal, { ...drift, against: ['accepted'] }], world);
    expect(found.champion).toBeUndefined();
  });

  it('of a period are the accepted dataset that ended then', async () => {
    const world = retrainWorld();
    const ends = ['2026-01-04T20:00:00Z', '2026-01-11T20:00:00Z', '2026-01-18T20:00:00Z'];
    await accepted(
      world,
      ends.map((newestEvent, index) => ({ id: `d${index}`, newestEvent })),
    );
    const { ofPeriod } = await driftBaselines(columns, [drift], world);
    expect(await ofPeriod({ days: 14 }, new Date('2026-01-25T21:00:00Z'))).toEqual({
      kind: 'period',
      name: 'the accepted dataset of 14 days before',
      source: 'd1',
      profile: profile(1),
    });
    expect(await ofPeriod({ months: 12 }, new Date('2026-01-25T21:00:00Z'))).toMatchObject({
      kind: 'period',
      reason: expect.stringContaining('the nearest, d0,'),
    });
  });
});
