import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { Judge } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { confirmRelease } from '#functions/confirm-release.ts';
import { watchTraffic } from '#functions/watch-traffic.ts';
import { ENDPOINT, type ReleaseWorld, releaseWorld } from '../../fakes/release-world.ts';
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
    expect(decidedAfter).toBe(7);
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
    expect((Date.parse(watch.cord?.pulledAt ?? '') - bakedAt) / 1000).toBe(420);
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

  it('keeps every metric’s minutes, evidence and finding as a document', async () => {
    const { world, stage, config } = await baking({ requests: 30, failures: 0 });
    world.count(60, `${config} Invocation4XXErrors`, { requests: 30, failures: 1 });
    world.pass(7);
    const watch = await watchTraffic(stage, world);
    const key = dataKeys.trafficEvidence('churn', stage.release);
    expect(watch.evidenceUri).toBe(`s3://data/${key}`);
    expect(world.data.json(key)).toMatchObject({
      version: 2,
      verdict: 'Healthy',
      metrics: [
        {
          name: '5xx',
          weight: 2 / 3,
          settings: { margin: 0.005 },
          history: { requests: 0 },
          minutes: Array.from({ length: 6 }, () => ({ green: { requests: 30, failures: 0 }, blue: good })),
          finding: { kind: 'RegressionExcluded' },
        },
        {
          name: '4xx',
          weight: 1 / 3,
          minutes: [{ green: { failures: 1 }, blue: { failures: 0 } }, {}, {}, {}, {}, {}],
        },
      ],
    });
  });
});

/** The world's manifest with another judge. */
function judgedBy(world: ReleaseWorld, judge: z.input<typeof Judge>): void {
  const { churn } = world.catalog;
  const manifest = { ...churn!.manifest, release: { ...churn!.manifest.release, judge: Judge.parse(judge) } };
  Object.assign(world.catalog, { churn: { ...churn, manifest } });
}

describe('WatchTraffic by several metrics', () => {
  const own = { name: 'fallbacks', namespace: 'Churn', events: 'Fallbacks', total: 'Answers' };

  it('keeps the workflow’s data small, however many metrics there are and whatever CloudWatch says', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    const custom = Array.from({ length: 20 }, (_, index) => ({ ...own, name: `counter of my own number ${index}` }));
    judgedBy(world, { slow: { milliseconds: 500 }, custom });
    world.pass(7);
    const told = await watchTraffic(stage, world);
    world.metrics.fault = () => ({ unmeasured: 'x'.repeat(5000) });
    const untold = await watchTraffic(stage, world);
    for (const watch of [told, untold]) expect(JSON.stringify(watch).length).toBeLessThan(40_000);
  });

  it('is told in the workflow’s data with what was found of each', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    world.pass(7);
    const { metrics, traffic } = await watchTraffic(stage, world);
    expect(metrics).toMatchObject([
      { name: '5xx', mode: 'enforce', finding: 'RegressionExcluded', basis: 'against-blue' },
      { name: '4xx', mode: 'enforce', finding: 'RegressionExcluded' },
    ]);
    expect(traffic).toEqual({ green: metrics[0]?.green, blue: metrics[0]?.blue });
  });

  it.each([
    ['refuses requests that blue answers', 'Invocation4XXErrors', /4xx: Green refused 60 of 120 requests/],
    ['is slow', 'ModelLatency', /slow: Green was slow in 60 of 120 requests/],
    ['has harm that the model itself counts', 'Fallbacks', /fallbacks: Green counted 60 of 120 requests/],
  ])('pulls the cord on a version that %s', async (_, metric, reason) => {
    const { world, stage, config } = await baking({ requests: 30, failures: 0 });
    judgedBy(world, { slow: { milliseconds: 500 }, custom: [own] });
    for (const each of [metric, 'Fallbacks']) {
      world.count(60, `${config} ${each}`, { requests: 30, failures: each === metric ? 15 : 0 });
      world.count(60, `${blue} ${each}`, { requests: 270, failures: 1 });
    }
    world.pass(5);
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ verdict: 'Harmful', traffic: { green: { failures: 0 } } });
    expect(watch.cord?.reason).toMatch(reason);
  });

  it('does not pull it for a metric that is only observed, and shows it', async () => {
    const { world, stage, config } = await baking({ requests: 30, failures: 0 });
    judgedBy(world, { clientErrors: { mode: 'observe' } });
    world.count(60, `${config} Invocation4XXErrors`, { requests: 30, failures: 30 });
    world.pass(7);
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ verdict: 'Healthy', metrics: [{}, { mode: 'observe', green: { failures: 180 } }] });
    expect(watch.cord).toBeUndefined();
  });

  it('pulls the cord at the deadline for a metric that never reports, naming it and where it was looked for', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    judgedBy(world, { custom: [own] });
    world.pass(7);
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ verdict: 'Inconclusive', metrics: [{}, {}, { finding: 'NeverReported' }] });
    expect(watch.cord?.reason).toContain(
      'fallbacks: Green reported no request at all as Answers in Churn; 100 are needed for a verdict.',
    );
  });
});

describe('WatchTraffic where nothing is found out', () => {
  it('lets the deployment proceed if the manifest says so, and writes that down once', async () => {
    const { world, stage, config } = await baking({ requests: 2, failures: 0 });
    judgedBy(world, { inconclusive: 'proceed' });
    const watch = await watched(world, stage, (look) => {
      if (look.proceeded !== undefined && look.bakes.length === 1) world.endpoints.bake(ENDPOINT, world.now());
      else if (look.bakes.length === 2 && look.decided) world.endpoints.finish(ENDPOINT);
    });
    expect(watch).toMatchObject({
      status: 'Settled',
      verdict: 'Inconclusive',
      proceeded: { at: '2026-03-01T00:12:00.000Z', reason: expect.stringMatching(/the manifest says to proceed/) },
    });
    expect(watch.cord).toBeUndefined();
    expect(world.metrics.killSwitches.get(config)).toEqual([0]);
    expect((await world.recorded()).filter((record) => record === `ProceedInconclusive ${config}`)).toHaveLength(1);
    expect(world.data.json(dataKeys.trafficEvidence('churn', stage.release))).toMatchObject({
      proceeded: watch.proceeded,
    });
    expect(await confirmRelease({ ...stage, watch }, world)).toMatchObject({
      outcome: 'Released',
      reasons: [watch.proceeded?.reason],
    });
  });

  it('does not let harm proceed', async () => {
    const { world, stage } = await baking({ requests: 60, failures: 30 });
    judgedBy(world, { inconclusive: 'proceed' });
    world.pass(7);
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ verdict: 'Harmful', cord: {} });
    expect(watch.proceeded).toBeUndefined();
  });
});

describe('WatchTraffic without CloudWatch', () => {
  const down = () => {
    throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  };

  it('goes on watching, and judges when it can', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    world.pass(5);
    world.metrics.fault = down;
    const first = await watchTraffic(stage, world);
    expect(first).toMatchObject({ status: 'Watching', verdict: 'Inconclusive', decided: false });
    expect(first.reasons[0]).toBe('5xx: Could not be measured: ThrottlingException: Rate exceeded');
    expect(first.cord).toBeUndefined();
    world.pass(2);
    world.metrics.fault = undefined;
    expect(await watchTraffic({ ...stage, watch: first }, world)).toMatchObject({ verdict: 'Healthy', decided: true });
  });

  it('asks again within a look', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    world.pass(7);
    world.metrics.fault = () => {
      world.metrics.fault = undefined;
      return down();
    };
    expect((await watchTraffic(stage, world)).verdict).toBe('Healthy');
  });

  it('pulls the cord at the deadline, and says that nothing could be measured', async () => {
    const { world, stage } = await baking({ requests: 30, failures: 0 });
    world.pass(7);
    world.metrics.fault = down;
    const watch = await watchTraffic(stage, world);
    expect(watch).toMatchObject({ verdict: 'Inconclusive', metrics: [{ finding: 'NotMeasured' }, {}] });
    expect(watch.cord?.reason).toMatch(/^Not known to be healthy .* Could not be measured: ThrottlingException/);
  });

  it('still sees harm in what can be measured', async () => {
    const { world, stage } = await baking({ requests: 60, failures: 30 });
    world.metrics.fault = ({ failures }) =>
      failures.metric === 'Invocation4XXErrors' ? { unmeasured: 'AccessDenied: no' } : undefined;
    world.pass(5);
    const watch = await watchTraffic(stage, world);
    expect(watch.verdict).toBe('Harmful');
    expect(watch.cord?.reason).toContain('4xx: Could not be measured: AccessDenied: no');
  });

  it('keeps the harm that an earlier look saw', async () => {
    const { world, stage } = await baking({ requests: 60, failures: 30 });
    world.pass(5);
    const watch = await watchTraffic(stage, world);
    world.metrics.fault = down;
    world.pass(1);
    expect(await watchTraffic({ ...stage, watch }, world)).toMatchObject({ verdict: 'Harmful', cord: watch.cord });
  });

  it('neither fails when it can say and learn nothing, and pulls the cord again until it is taken', async () => {
    const { world, stage, config } = await baking({ requests: 2, failures: 0 });
    const { metrics, alarms } = world;
    const unavailable = async () => Promise.reject(new Error('503'));
    const dark = {
      ...world,
      metrics: { ...metrics, traffic: down as never, reportAlive: unavailable, setKillSwitch: unavailable },
      alarms: { ...alarms, states: unavailable },
    };
    world.pass(7);
    const missed = await watchTraffic(stage, dark);
    expect(missed).toMatchObject({ status: 'Watching', verdict: 'Inconclusive', waitSeconds: 10 });
    expect(missed.cord).toBeUndefined();
    expect(await world.recorded()).not.toContain(`PullCord ${config}`);
    const pulled = await watchTraffic({ ...stage, watch: missed }, world);
    expect(pulled.cord).toBeDefined();
    expect(pulled.waitSeconds).toBe(60);
    expect((await watchTraffic({ ...stage, watch: pulled }, dark)).cord).toEqual(pulled.cord);
  });
});

/** The run of a version left holdout rows, prepared as for it and, with other values, as for the champion. */
async function withHoldout(world: ReleaseWorld, run: string, champion = false) {
  const uri = 's3://data/artifacts/churn/holdout.csv';
  const prepared = {
    trainUri: 's3://data/t',
    validationUri: 's3://data/v',
    labelsUri: 's3://data/l',
    holdouts: [
      { role: 'candidate', uri },
      champion
        ? { role: 'champion', uri: 's3://data/artifacts/churn/champion.csv' }
        : { role: 'champion', reason: 'no' },
    ],
    features: ['a', 'b'],
    rows: { train: 1, validation: 1, holdout: 4 },
    trainedThrough: '',
    holdoutFrom: '',
  };
  await world.data.put(dataKeys.prepared('churn', run), JSON.stringify(prepared));
  await world.data.put('artifacts/churn/holdout.csv', 'id-1,1,2\n"id,2",3,4\nid-3,5,6\nid-4,7,8\n');
  await world.data.put('artifacts/churn/champion.csv', 'id-1,10\nid-2,30\nid-3,50\n');
}

describe('WatchTraffic with probes', () => {
  async function probed(champion: boolean) {
    const made = await baking({ requests: 30, failures: 0 });
    judgedBy(made.world, { probesPerMinute: 4 });
    await withHoldout(made.world, made.world.registry.get(made.stage.version.arn).metadata?.run ?? '', champion);
    return made;
  }

  it('sends so many holdout rows at each look, others each time, as callers send them to what serves', async () => {
    const { world, stage } = await probed(true);
    const watch = await watchTraffic(stage, world);
    await watchTraffic({ ...stage, watch }, world);
    expect(world.sent).toEqual([
      { endpointName: ENDPOINT, rows: ['10', '30', '50', '10'] },
      { endpointName: ENDPOINT, rows: ['30', '50', '10', '30'] },
    ]);
  });

  it('takes rows prepared for the version where there are none for what serves', async () => {
    const { world, stage } = await probed(false);
    await watchTraffic(stage, world);
    expect(world.sent[0]?.rows).toEqual(['1,2', '3,4', '5,6', '7,8']);
  });

  it('sends none before green has traffic, nor once the endpoint has come to rest', async () => {
    const { world, stage } = await deploying();
    judgedBy(world, { probesPerMinute: 4 });
    await withHoldout(world, world.registry.get(stage.version.arn).metadata?.run ?? '');
    const watch = await watchTraffic(stage, world);
    world.endpoints.goBack(ENDPOINT);
    await watchTraffic({ ...stage, watch }, world);
    expect(world.sent).toEqual([]);
  });

  it('takes no harm from probes that fail or cannot be sent, and keeps that as evidence', async () => {
    const { world, stage } = await probed(true);
    world.answer = (row) => (row === '30' ? { failure: 'ModelError: 500' } : { body: '0.5' });
    expect((await watchTraffic(stage, world)).verdict).toBe('Inconclusive');
    const evidence = () => world.data.json(dataKeys.trafficEvidence('churn', stage.release));
    expect(evidence()).toMatchObject({ probes: { sent: 4, failed: 1, failure: 'ModelError: 500' } });
    world.probes.send = async () => Promise.reject(new Error('no network'));
    expect((await watchTraffic(stage, world)).status).toBe('Watching');
    expect(evidence()).toMatchObject({ probes: { sent: 0, failed: 0, failure: 'Error: no network' } });
  });

  it('pulls the cord without waiting for its probes', async () => {
    const { world, stage, config } = await baking({ requests: 60, failures: 30 });
    judgedBy(world, { probesPerMinute: 4 });
    world.pass(5);
    let pulledBefore: unknown;
    world.probes.send = async () => {
      await expect.poll(() => world.metrics.killSwitches.get(config)).toContain(1);
      pulledBefore = world.metrics.killSwitches.get(config);
      return [];
    };
    expect((await watchTraffic(stage, world)).cord).toBeDefined();
    expect(pulledBefore).toEqual([0, 1]);
  });
});

describe('WatchTraffic of a first endpoint', () => {
  async function creating() {
    const world = releaseWorld();
    const input = world.approve();
    const stage = { ...input, ...(await started(world, input)) };
    return { world, stage };
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
