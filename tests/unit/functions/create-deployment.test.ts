import { describe, expect, it } from 'vitest';
import { Judge } from '#domain/manifest/schema.ts';
import { admitRelease } from '#functions/admit-release.ts';
import { createDeployment } from '#functions/create-deployment.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';

async function made(world = releaseWorld()) {
  await world.serveFirst();
  const input = world.approve(1);
  const admission = await admitRelease(input, world);
  return { world, input: { ...input, admission } };
}

describe('CreateDeployment', () => {
  it('makes model, config with the epoch in its name, and the three alarms, primed', async () => {
    const { world, input } = await made();
    const plan = await createDeployment(input, world);
    expect(plan).toMatchObject({
      kind: 'release',
      epoch: 2,
      configName: 'dev-churn-e2-v2',
      modelName: 'dev-churn-v2',
      target: input.version,
      waits: [600, 300],
      routing: { type: 'canary', size: 1, waitSeconds: 600, bakeSeconds: 300 },
    });
    expect([...world.alarms.specs.keys()]).toEqual(plan.alarms);
    expect(world.metrics.killSwitches.get(plan.configName)).toEqual([0]);
    expect(world.metrics.alive.get(plan.configName)).toBe(1);
    expect(world.endpoints.configs.get(plan.configName)).toMatchObject({ instances: 10, modelName: 'dev-churn-v2' });
    expect(world.endpoints.models).toContain('dev-churn-v2');
    expect(world.endpoints.updates).toEqual([]);
  });

  it('freezes how blue did in the 24 hours before', async () => {
    const { world, input } = await made();
    world.pass(-60);
    world.serve(30, { [`${ENDPOINT}-e1-v1`]: { requests: 300, failures: 3 } });
    world.pass(60);
    world.metrics.counted.set(`${ENDPOINT}-e1-v1 Invocation4XXErrors`, new Map());
    expect((await createDeployment(input, world)).history).toEqual({
      '5xx': { requests: 9000, failures: 90, correlation: 0.001 },
      '4xx': { requests: 0, failures: 0, correlation: 0.005 },
    });
  });

  it('lets the backstop look as often as both fleets publish their metrics', async () => {
    const { world, input } = await made();
    const { churn } = world.catalog;
    const release = { ...churn!.manifest.release, metricsEverySeconds: 10 as const };
    Object.assign(world.catalog, { churn: { ...churn, manifest: { ...churn!.manifest, release } } });
    const { configName } = await createDeployment(input, world);
    expect(world.endpoints.configs.get(configName)).toMatchObject({ metricsEverySeconds: 10 });
    // Blue was made without.
    expect(world.alarms.specs.get(`${configName}-backstop`)).toMatchObject({ periodSeconds: 60 });
    world.endpoints.configs.set(`${ENDPOINT}-e1-v1`, world.endpoints.configs.get(configName)!);
    await createDeployment(input, world);
    expect(world.alarms.specs.get(`${configName}-backstop`)).toMatchObject({ periodSeconds: 10 });
  });

  it('does not begin what CloudWatch refuses to tell the judge, and says what to do', async () => {
    const { world, input } = await made();
    world.metrics.fault = ({ failures }) =>
      failures.metric === 'Invocation4XXErrors' ? { unmeasured: 'ValidationError: no.' } : undefined;
    await expect(createDeployment(input, world)).rejects.toMatchObject({
      name: 'MetricUnreadableError',
      message: expect.stringMatching(/^The metric 4xx cannot be read: ValidationError: no\. Nothing was deployed/),
    });
    expect(world.endpoints.updates).toEqual([]);
  });

  it('begins without a metric that is only observed', async () => {
    const { world, input } = await made();
    const { churn } = world.catalog;
    const judge = Judge.parse({ clientErrors: { mode: 'observe' } });
    const manifest = { ...churn!.manifest, release: { ...churn!.manifest.release, judge } };
    Object.assign(world.catalog, { churn: { ...churn, manifest } });
    world.metrics.fault = ({ failures }) =>
      failures.metric === 'Invocation4XXErrors' ? { unmeasured: 'ValidationError: no.' } : undefined;
    expect(Object.keys((await createDeployment(input, world)).history)).toEqual(['5xx']);
  });

  it('plans a first endpoint where there is none, and where the one there is has failed', async () => {
    const world = releaseWorld();
    const input = world.approve();
    const stage = { ...input, admission: await admitRelease(input, world) };
    expect(await createDeployment(stage, world)).toMatchObject({ kind: 'first', alarms: [], waits: [] });
    world.endpoints.states.set(ENDPOINT, { status: 'Failed', configName: 'old', failureReason: 'no' });
    expect(await createDeployment(stage, world)).toMatchObject({ kind: 'first' });
  });

  it('makes nothing twice when it is run again', async () => {
    const { world, input } = await made();
    const plan = await createDeployment(input, world);
    expect(await createDeployment(input, world)).toEqual(plan);
    expect(world.endpoints.configs.size).toBe(1);
    expect(await world.recorded()).toEqual([`AdmitRelease ${input.release}`, `CreateDeployment ${plan.configName}`]);
  });
});
