import { describe, expect, it } from 'vitest';
import { admitRelease } from '#functions/admit-release.ts';
import { exampleMetadata } from '../../fakes/model-registry.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';

const gates = { championVersion: 1 };

describe('AdmitRelease', () => {
  it('takes the lease of the endpoint and says what serves', async () => {
    const world = releaseWorld();
    const { version, configName } = await world.serveFirst();
    const input = world.approve(1);
    expect(await admitRelease(input, world)).toMatchObject({
      outcome: 'Admitted',
      epoch: 2,
      blue: { version, configName, epoch: 1 },
    });
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: input.release, epoch: 2 });
    expect(await world.recorded()).toEqual([`AdmitRelease ${input.release}`]);
    expect(await world.ledger.run(input.release).read()).toMatchObject({ kind: 'release', input });
  });

  it('answers the same when it is run again', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(1);
    const first = await admitRelease(input, world);
    world.pass(1);
    expect(await admitRelease(input, world)).toEqual(first);
    expect(await world.recorded()).toHaveLength(1);
  });

  it('admits the first version of all, with nothing to compare it with', async () => {
    const world = releaseWorld();
    const admission = await admitRelease(world.approve(), world);
    expect(admission).toMatchObject({ outcome: 'Admitted', epoch: 1 });
    expect(admission).not.toHaveProperty('blue');
  });

  it('believes the registry, not the event', async () => {
    const world = releaseWorld();
    const input = world.approve();
    await world.registry.reject(input.version.arn, 'second thoughts');
    expect(await admitRelease(input, world)).toMatchObject({ outcome: 'Superseded', epoch: 0 });
    expect(await world.ledger.lease('churn').read()).toBeUndefined();
  });

  it('leaves the version as the desired one while another changes the endpoint, and the newest wins', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const [second, third] = [world.approve(1), world.approve(1)];
    await admitRelease(world.approve(1), world);
    expect(await admitRelease(third, world)).toMatchObject({ outcome: 'Queued' });
    expect(await admitRelease(second, world)).toMatchObject({ outcome: 'Superseded' });
    expect(await world.ledger.desired('churn').read()).toMatchObject({
      version: third.version,
      key: third.trigger.key,
      generation: 2,
    });
  });

  it('is not kept waiting by a newer desired version that was rejected since', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const holder = world.approve(1);
    const newer = world.approve(1);
    await admitRelease(holder, world);
    await admitRelease(newer, world);
    await world.registry.reject(newer.version.arn, 'no');
    world.pass(20);
    expect(await admitRelease(holder, world)).toMatchObject({ outcome: 'Admitted' });
  });

  it('queues while the model is paused', async () => {
    const world = releaseWorld();
    const paused = { paused: true, at: '', actor: 'me', reason: 'holiday' };
    await world.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    expect(await admitRelease(world.approve(), world)).toMatchObject({ outcome: 'Queued', reason: /holiday/ });
  });

  it('queues until reconcile wrote down what serves', async () => {
    const world = releaseWorld();
    const first = world.approve();
    const configName = `${ENDPOINT}-e1-v1`;
    world.endpoints.states.set(ENDPOINT, { status: 'InService', configName, failureReason: '' });
    const answer = { outcome: 'Queued', epoch: 0, reason: /did not live to write it down/ };
    expect(await admitRelease(first, world)).toMatchObject(answer);
    const second = world.approve();
    expect(await admitRelease(second, world)).toMatchObject(answer);
    expect(await world.ledger.lease('churn').read()).toBeUndefined();
    expect(await world.ledger.desired('churn').read()).toMatchObject({ version: second.version });
  });

  it('hands out what a stale version is to be judged again from, without keeping the lease', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(7);
    const training = {
      jobName: 'j',
      imageUri: 'i',
      artifactUri: 's3://data/a',
      artifactDigest: 'd',
      metrics: {},
      seconds: 1,
    };
    const dataset = { status: 'Pinned', id: 'd1', manifestUri: 's3://data/m', files: 1, bytes: 1 } as const;
    const record = {
      kind: 'retrain' as const,
      name: exampleMetadata.run,
      model: 'churn',
      generation: 1,
      input: {},
      startedAt: '',
      data: { dataset, training },
    };
    await world.ledger.run(exampleMetadata.run).change(() => ({ write: record, result: undefined }));
    expect(await admitRelease(input, world)).toMatchObject({
      outcome: 'Stale',
      epoch: 0,
      // A run older than the probe was never probed.
      rescore: { dataset, training, probe: { status: 'NotNeeded' } },
    });
    const probe = { status: 'Probed', uri: 's3://data/evaluations/churn/r/probe.json', digest: 'p' } as const;
    const probed = { ...record, data: { dataset, training, probe } };
    await world.ledger.run(exampleMetadata.run).change(() => ({ write: probed, result: undefined }));
    expect((await admitRelease(input, world)).rescore).toMatchObject({ probe });
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: '' });
    expect(await admitRelease({ ...input, gates }, world)).toMatchObject({ outcome: 'Admitted', epoch: 2 });
    expect(await world.recorded()).toEqual([`AdmitRelease ${input.release}/rescore`, `AdmitRelease ${input.release}`]);
  });

  it('gives a stale version up when what its run found is lost', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const admission = await admitRelease(world.approve(7), world);
    expect(admission).toMatchObject({ outcome: 'Superseded', reason: /cannot be judged again. Retrain/ });
  });

  it('decides again when another release finished while it took the lease, and gives the lease back', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(1);
    const overtaking = world.approve(1);
    world.store.beforeWrite = async (key) => {
      if (!key.endsWith('lease.json')) return;
      world.store.beforeWrite = () => undefined;
      await world.ledger.champion('churn').change((current) => ({
        write: { ...current!, version: overtaking.version, epoch: 9 },
        result: undefined,
      }));
    };
    expect(await admitRelease(input, world)).toMatchObject({ outcome: 'Superseded', epoch: 0 });
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: '' });
  });

  it('queues when another took the lease in the same moment', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(1);
    world.store.beforeWrite = async (key) => {
      if (!key.endsWith('lease.json')) return;
      world.store.beforeWrite = () => undefined;
      const lease = { owner: 'other', epoch: 5, leaseUntil: '2026-03-01T00:15:00.000Z' };
      await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    };
    expect(await admitRelease(input, world)).toMatchObject({ outcome: 'Queued', epoch: 0 });
  });

  it('stops when the decision cannot be recorded', async () => {
    const world = releaseWorld();
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    await expect(admitRelease(world.approve(), world)).rejects.toThrow(/could not be recorded/);
  });
});
