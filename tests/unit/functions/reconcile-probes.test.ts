import { describe, expect, it } from 'vitest';
import { reconcileProbes } from '#functions/reconcile/reconcile-probes.ts';
import { Sweep } from '#functions/reconcile/sweep.ts';
import { type RetrainWorld, retrainWorld } from '../../fakes/retrain-world.ts';

const machine = 'arn:aws:states:us-east-1:0:stateMachine:andon-dev-retrain:live';
const run = 'churn-000000000001-1';
const name = `dev-${run}-probe`;

async function swept(world: RetrainWorld): Promise<string[]> {
  const sweep = new Sweep();
  await reconcileProbes(sweep, { ...world, retrainStateMachine: machine });
  return sweep.finish();
}

/** An endpoint in service that a run's candidate is probed on. */
async function probedWorld({ status, tags = { 'andon:run': run }, called = name }: ProbedWorld) {
  const world = retrainWorld();
  if (status !== undefined)
    world.workflows.statuses.set(`arn:aws:states:us-east-1:0:execution:andon-dev-retrain:${run}`, status);
  await world.probeEndpoints.create({ name: called, modelName: 'm', instance: 'ml.m5.large', tags });
  world.probeEndpoints.serve(called);
  return world;
}

interface ProbedWorld {
  readonly status?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly called?: string;
}

describe('Reconcile, of probe endpoints', () => {
  it('leaves those of a run that is under way', async () => {
    const world = await probedWorld({ status: 'RUNNING' });
    expect(await swept(world)).toEqual([]);
    expect(world.probeEndpoints.states.size).toBe(1);
  });

  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])(
    'removes those of a run that is %s, once',
    async (status) => {
      const world = await probedWorld({ status });
      expect(await swept(world)).toEqual([`${name}: it was removed, since its run is ${status}`]);
      expect([world.probeEndpoints.states.size, world.probeEndpoints.configs.size]).toEqual([0, 0]);
      expect(await swept(world)).toEqual([]);
    },
  );

  it('removes those of a run that nobody knows any more', async () => {
    expect(await swept(await probedWorld({}))).toEqual([`${name}: it was removed, since its run is gone`]);
  });

  it('removes a config whose endpoint was never made', async () => {
    const world = await probedWorld({ status: 'FAILED' });
    world.probeEndpoints.states.clear();
    expect(await swept(world)).toHaveLength(1);
    expect(world.probeEndpoints.configs.size).toBe(0);
  });

  it('waits while SageMaker creates or deletes it', async () => {
    const world = await probedWorld({ status: 'ABORTED' });
    for (const status of ['Creating', 'Deleting'] as const) {
      world.probeEndpoints.states.set(name, { status, configName: name, failureReason: '' });
      expect(await swept(world)).toEqual([]);
      expect(world.probeEndpoints.configs.size).toBe(1);
    }
  });

  it.each([
    ['has another stage', { called: `prod-${run}-probe` }],
    ['is the endpoint of a model', { called: 'dev-space-probe' }],
    ['has a name of ours and no tag', { tags: {} }],
    ['is tagged with another run', { tags: { 'andon:run': 'churn-000000000002-1' } }],
  ])('touches nothing that %s', async (_, foreign) => {
    const world = await probedWorld({ status: 'FAILED', ...foreign });
    expect(await swept(world)).toEqual([]);
    expect(world.probeEndpoints.states.size).toBe(1);
  });
});
