import { describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { watchTraffic } from '#functions/watch-traffic.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';
import { started, watched } from './release-stages.ts';

const blue = `${ENDPOINT}-e1-v1`;
const good = { requests: 270, failures: 1 };

async function deploying() {
  const world = releaseWorld();
  await world.serveFirst();
  const input = world.approve(1);
  const stage = { ...input, ...(await started(world, input)) };
  return { world, stage, green: stage.plan.configName };
}

/** Green takes a tenth of the traffic after 5 minutes, all of it after 16. */
async function baking(green: { requests: number; failures: number }) {
  const { world, stage, green: config } = await deploying();
  world.pass(5);
  world.endpoints.bake(ENDPOINT, world.now());
  world.serve(60, { [config]: green, [blue]: good });
  return { world, stage, config };
}

describe('WatchTraffic of a release', () => {
  it('says that it watches, and waits, until green has traffic', async () => {
    const { world, stage, green } = await deploying();
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({
      status: 'Watching',
      verdict: 'Inconclusive',
      decided: false,
      waitSeconds: 120,
      looks: 1,
    });
    expect(watch).not.toHaveProperty('cord');
    expect(world.metrics.alive.get(green)).toBeGreaterThan(1);
  });

  it('finds a good version healthy before each wait ends, and does not touch the cord', async () => {
    const { world, stage, config } = await baking({ requests: 30, failures: 0 });
    const bakedAt = world.now().getTime();
    let decidedAfter = 0;
    const watch = await watched(world, stage, (look) => {
      if (look.decided && decidedAfter === 0) decidedAfter = (world.now().getTime() - bakedAt) / 60_000;
      const minutes = (world.now().getTime() - bakedAt) / 60_000;
      if (minutes >= 10 && look.bakes.length === 1) world.endpoints.bake(ENDPOINT, world.now());
      if (minutes >= 16) world.endpoints.finish(ENDPOINT);
    });
    expect(decidedAfter).toBe(8);
    expect(watch).toMatchObject({ status: 'Settled', verdict: 'Healthy', decided: true });
    expect(watch.bakes).toHaveLength(2);
    expect(world.metrics.killSwitches.get(config)).toEqual([0]);
  });

  it('pulls the cord on a bad version within minutes, goes on pulling until it is heard, and says why', async () => {
    const { world, stage, config } = await baking({ requests: 60, failures: 12 });
    const bakedAt = world.now().getTime();
    let pulledAfter = 0;
    const watch = await watched(world, stage, (look) => {
      if (look.cord === undefined) return;
      pulledAfter ||= (Date.parse(look.cord.pulledAt) - bakedAt) / 60_000;
      if ((world.now().getTime() - bakedAt) / 60_000 >= pulledAfter + 2) world.endpoints.goBack(ENDPOINT);
    });
    expect(pulledAfter).toBeLessThanOrEqual(6);
    expect(watch).toMatchObject({ status: 'Settled', verdict: 'Harmful' });
    expect(watch.cord?.reason).toMatch(/Green failed/);
    expect(world.metrics.killSwitches.get(config)?.filter((value) => value === 1).length).toBeGreaterThanOrEqual(2);
    expect(await world.recorded()).toContain(`PullCord ${config}`);
  });

  it('pulls the cord before the wait ends when there was too little traffic to know', async () => {
    const { world, stage, config } = await baking({ requests: 2, failures: 0 });
    const bakedAt = world.now().getTime();
    const watch = await watched(world, stage, (look) => {
      if (look.cord !== undefined) world.endpoints.goBack(ENDPOINT);
    });
    expect((Date.parse(watch.cord?.pulledAt ?? '') - bakedAt) / 1000).toBe(480);
    expect(watch.cord?.reason).toMatch(/^Not known to be healthy before SageMaker goes on/);
    expect(world.metrics.killSwitches.get(config)).toContain(1);
  });

  it.each([
    ['the version is rejected', /is Rejected/, async (world, { version }) => world.registry.reject(version.arn, 'no')],
    [
      'a rollback takes the lease',
      /rollback-1 took over/,
      async (world) => {
        const lease = { owner: 'rollback-1', epoch: 9, leaseUntil: '2026-03-02T00:00:00.000Z' };
        await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
      },
    ],
    [
      'an operator pulls it',
      /from outside/,
      async (world, { plan }) => world.metrics.setKillSwitch(plan.configName, 1),
    ],
  ] as [
    string,
    RegExp,
    (
      world: Awaited<ReturnType<typeof deploying>>['world'],
      stage: Awaited<ReturnType<typeof deploying>>['stage'],
    ) => Promise<unknown>,
  ][])('keeps the cord pulled when %s', async (_, reason, happen) => {
    const { world, stage, green } = await deploying();
    await happen(world, stage);
    const watch = await watchTraffic(stage, world);
    expect(watch.cord?.reason).toMatch(reason);
    expect(world.metrics.killSwitches.get(green)?.at(-1)).toBe(1);
    const next = await watchTraffic({ ...stage, watch }, world);
    expect(next.cord).toEqual(watch.cord);
  });

  it('goes on when the record of a pulled cord cannot be written', async () => {
    const { world, stage, green } = await deploying();
    await world.registry.reject(stage.version.arn, 'no');
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    expect((await watchTraffic(stage, world)).cord).toBeDefined();
    expect(world.metrics.killSwitches.get(green)?.at(-1)).toBe(1);
    world.store.fault = () => undefined;
    expect(await world.audit.recordDeferred('churn')).toBe(1);
  });

  it('judges at the end what no look saw in time', async () => {
    const { world, stage } = await baking({ requests: 60, failures: 0 });
    world.pass(16);
    world.endpoints.finish(ENDPOINT);
    expect(await watchTraffic(stage, world)).toMatchObject({ status: 'Settled', verdict: 'Healthy', decided: true });
  });

  it('keeps the minutes it judged on as a document', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    world.pass(4);
    const watch = await watchTraffic(stage, world);
    const key = dataKeys.trafficEvidence('churn', stage.release);
    expect(watch.evidenceUri).toBe(`s3://data/${key}`);
    expect(world.data.json(key)).toMatchObject({
      version: 2,
      minutes: [{ green: { requests: 30, failures: 0 }, blue: good }, {}, {}],
    });
  });
});

describe('WatchTraffic of a first endpoint', () => {
  async function creating() {
    const world = releaseWorld();
    const input = world.approve();
    const stage = { ...input, ...(await started(world, input)) };
    return { world, stage };
  }

  async function withHoldout(world: ReturnType<typeof releaseWorld>, run: string) {
    const uri = 's3://data/artifacts/churn/holdout.csv';
    const prepared = {
      trainUri: 's3://data/t',
      validationUri: 's3://data/v',
      labelsUri: 's3://data/l',
      holdouts: [{ role: 'candidate', uri }],
      features: ['a', 'b'],
      rows: { train: 1, validation: 1, holdout: 4 },
      trainedThrough: '',
      holdoutFrom: '',
    };
    await world.data.put(dataKeys.prepared('churn', run), JSON.stringify(prepared));
    await world.data.put('artifacts/churn/holdout.csv', 'id-1,1,2\n"id,2",3,4\nid-3,5,6\nid-4,7,8\n');
  }

  it('waits until it is in service', async () => {
    const { world, stage } = await creating();
    expect(await watchTraffic(stage, world)).toMatchObject({ status: 'Watching', verdict: 'Inconclusive' });
    expect(world.sent).toEqual([]);
  });

  it('sends as many rows of the run’s holdout as the manifest says, without their ids', async () => {
    const { world, stage } = await creating();
    await withHoldout(world, world.registry.get(stage.version.arn).metadata?.run ?? '');
    world.endpoints.finish(ENDPOINT);
    const watch = await watchTraffic(stage, world);
    expect(world.sent).toEqual([{ endpointName: ENDPOINT, rows: ['1,2', '3,4', '5,6'] }]);
    expect(watch).toMatchObject({
      status: 'Settled',
      verdict: 'Healthy',
      traffic: { green: { requests: 3, failures: 0 } },
    });
  });

  it('is harmful when a probe fails, and inconclusive without any', async () => {
    const { world, stage } = await creating();
    world.endpoints.finish(ENDPOINT);
    expect((await watchTraffic(stage, world)).verdict).toBe('Inconclusive');
    await withHoldout(world, world.registry.get(stage.version.arn).metadata?.run ?? '');
    world.answer = () => ({ failure: 'ModelError: 500' });
    expect((await watchTraffic(stage, world)).verdict).toBe('Harmful');
  });

  it('gives SageMaker’s reason when it could not be made', async () => {
    const { world, stage } = await creating();
    world.endpoints.states.set(ENDPOINT, { status: 'Failed', configName: 'x', failureReason: 'no capacity' });
    expect(await watchTraffic(stage, world)).toMatchObject({
      status: 'Settled',
      verdict: 'Inconclusive',
      reasons: ['The endpoint is Failed: no capacity'],
    });
    world.endpoints.states.delete(ENDPOINT);
    expect((await watchTraffic(stage, world)).reasons).toEqual(['The endpoint is gone: SageMaker gives no reason.']);
  });
});
