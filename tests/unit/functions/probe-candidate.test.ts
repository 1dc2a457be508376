import { describe, expect, it } from 'vitest';
import { dataKeys } from '#domain/object-keys.ts';
import { answered, notAnswered } from '#domain/serving/container-answer.ts';
import { ProbeDocument } from '#domain/serving/probe-document.ts';
import { SENDING_MS } from '#functions/probe-candidate/send-probe.ts';
import { probeCandidate } from '#functions/probe-candidate.ts';
import { fakeInference } from '../../fakes/inference.ts';
import { retrainWorld } from '../../fakes/retrain-world.ts';

type Probe = Awaited<ReturnType<typeof probeCandidate>>;

const run = 'churn-000000000001-1';
const name = `dev-${run}-probe`;
const absolute = { kind: 'absolute', name: 'auc', metric: 'auc', min: 0.6 };
const asking = [
  absolute,
  { kind: 'contract', name: 'contract' },
  { kind: 'latency', name: 'latency', maxMilliseconds: 50, requests: 59 },
  { kind: 'agreement', name: 'agreement', rows: 3 },
];
const holdout = 'artifacts/churn/r/holdout-candidate.csv';
const batch = 'evaluations/churn/r/holdout-candidate.csv.out';

async function probedWorld(gates: readonly object[] = asking) {
  const container = fakeInference();
  const { inference, stopwatch } = container;
  const world = { ...retrainWorld({ gates }), inference, stopwatch };
  await world.data.put(holdout, 'a,1,2\nb,3,\n"c,c",5,6\nd,7,8\n');
  await world.data.put(batch, 'a,0.5\nb,0.6\n"c,c",0.5\nd,0.5\n');
  const probe = (before?: Probe) =>
    probeCandidate(
      {
        model: 'churn',
        run,
        prepared: {
          ...{ trainUri: '', validationUri: '', labelsUri: '', features: [], trainedThrough: '', holdoutFrom: '' },
          rows: { train: 1, validation: 1, holdout: 4 },
          holdouts: [{ role: 'candidate', uri: `s3://data/${holdout}` }],
        },
        training: {
          jobName: '',
          imageUri: '',
          artifactUri: 's3://data/m',
          artifactDigest: 'a1',
          metrics: {},
          seconds: 1,
        },
        scores: [{ role: 'candidate', outcome: 'Scored', uri: `s3://data/${batch}` }],
        ...(before === undefined ? {} : { probe: before }),
      },
      world,
    );
  const document = async () => {
    const stored = await world.data.getJson(dataKeys.probe('churn', run));
    return stored === undefined ? undefined : ProbeDocument.parse(stored.value);
  };
  return { world, container, probe, document };
}

describe('ProbeCandidate', () => {
  it('costs nothing when no gate asks a container', async () => {
    const { world, probe } = await probedWorld([absolute, { kind: 'artifact', name: 'size', maxMegabytes: 1 }]);
    expect(await probe()).toEqual({ status: 'NotNeeded' });
    expect(world.probeEndpoints.created).toEqual([]);
  });

  it('makes an endpoint of one instance, tagged with its run, and waits for it', async () => {
    const { world, probe } = await probedWorld();
    const waiting = await probe();
    expect(waiting).toEqual({ status: 'Waiting', waitSeconds: 60, since: '2026-03-01T00:00:00.000Z', attempt: 1 });
    expect(world.probeEndpoints.configs.get(name)).toEqual({
      name,
      modelName: `dev-${run}`,
      instance: 'ml.m5.large',
      tags: { 'andon:model': 'churn', 'andon:run': run },
    });
    world.pass(1);
    expect(await probe(waiting)).toEqual(waiting);
    expect(world.probeEndpoints.created).toEqual([name]);
  });

  it('asks it what the gates want to know, writes down what it answered, and removes it', async () => {
    const { world, container, probe, document } = await probedWorld();
    const waiting = await probe();
    world.probeEndpoints.serve(name);
    container.answer = ({ body, contentType }) => {
      if (contentType !== 'text/csv' || body.includes('{')) return notAnswered(415, 'no');
      return answered(
        body
          .trim()
          .split('\n')
          .map(() => '0.5\n')
          .join(''),
      );
    };
    const probed = await probe(waiting);
    expect(probed).toEqual({
      status: 'Probed',
      uri: `s3://data/evaluations/churn/${run}/probe.json`,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { contracts, milliseconds, compared, ...head } = (await document())!;
    expect(head).toEqual({
      ...{ version: 1, model: 'churn', run, at: world.now().toISOString(), artifactDigest: 'a1', comparable: 4 },
      ...{ instance: 'ml.m5.large', label: { kind: 'binary' }, endpoint: { outcome: 'InService' } },
    });
    expect(contracts[0]?.requests.map(({ name: asked, rows, answer }) => [asked, rows, answer?.outcome])).toEqual([
      ['one-row', 1, 'Answered'],
      ['several-rows', 3, 'Answered'],
      ['missing-value', 1, 'Answered'],
      ['garbage', 1, 'Refused'],
      ['wrong-content-type', 1, 'Refused'],
    ]);
    expect(milliseconds).toEqual(Array.from({ length: 59 }, () => 10));
    expect(compared).toEqual([
      { rowId: 'a', batch: { scores: [0.5] }, realTime: { scores: [0.5] } },
      { rowId: 'b', batch: { scores: [0.6] }, realTime: { scores: [0.5] } },
      { rowId: 'c,c', batch: { scores: [0.5] }, realTime: { scores: [0.5] } },
    ]);
    expect(container.asked.every(({ endpointName }) => endpointName === name)).toBe(true);
    expect([world.probeEndpoints.states.size, world.probeEndpoints.configs.size]).toEqual([0, 0]);
  });

  it('adopts what was found when it is run again, asks nobody, and removes what is left', async () => {
    const { world, container, probe, document } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    const first = await probe();
    const found = await document();
    const asked = container.asked.length;
    world.probeEndpoints.serve(name);
    world.pass(60);
    expect(await probe()).toEqual(first);
    expect(container.asked).toHaveLength(asked);
    expect(await document()).toEqual(found);
    expect(world.probeEndpoints.states.size).toBe(0);
  });

  it('hears the first of two invocations that measured at the same time', async () => {
    const { world, probe, document } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    const [one, other] = await Promise.all([probe(), probe()]);
    expect(one).toEqual(other);
    expect(await document()).toBeDefined();
  });

  it('adopts what another invocation found that removed the endpoint under it', async () => {
    const { world, container, probe, document } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    let first: Probe | undefined;
    const gone = Object.assign(new Error('is not in service, it is Deleting.'), { name: 'ValidationError' });
    container.before = async () => {
      container.before = async () => undefined;
      first = await probe();
      throw gone;
    };
    expect(await probe()).toEqual(first);
    expect(first).toMatchObject({ status: 'Probed' });
    expect(await document()).toBeDefined();
  });

  it('makes another endpoint when somebody removed it meanwhile, and fails by what is wrong otherwise', async () => {
    const { world, container, probe } = await probedWorld();
    const waiting = await probe();
    world.probeEndpoints.serve(name);
    container.before = async () => {
      await world.probeEndpoints.remove(name);
      throw new Error('not found');
    };
    expect(await probe(waiting)).toEqual(waiting);
    container.before = async () => {
      throw new Error('no network');
    };
    await probe(waiting);
    expect(world.probeEndpoints.created).toEqual([name, name]);
    world.probeEndpoints.serve(name);
    await expect(probe(waiting)).rejects.toThrow('no network');
  });

  it('finds that a container which does not start does not serve', async () => {
    const { world, probe, document } = await probedWorld();
    const waiting = await probe();
    world.probeEndpoints.fail(name, 'It did not pass the ping health check.');
    expect(await probe(waiting)).toMatchObject({ status: 'NotServing', reason: /ping health check/ });
    expect(await document()).toMatchObject({ endpoint: { outcome: 'NotServing' }, milliseconds: [] });
    expect(world.probeEndpoints.states.size).toBe(0);
  });

  it('waits no longer than 40 minutes, and leaves an endpoint that SageMaker still creates to reconcile', async () => {
    const { world, probe } = await probedWorld();
    const waiting = await probe();
    world.pass(39);
    expect(await probe(waiting)).toEqual(waiting);
    world.pass(1);
    expect(await probe(waiting)).toMatchObject({ status: 'NotServing', reason: /still Creating after 40 minutes/ });
    expect(world.probeEndpoints.states.get(name)?.status).toBe('Creating');
  });

  it('makes another endpoint where there was no instance, as often as the manifest allows', async () => {
    const { world, probe } = await probedWorld();
    let waiting = await probe();
    world.probeEndpoints.fail(name, 'Unable to provision requested ML compute capacity.');
    waiting = await probe(waiting);
    expect(waiting).toMatchObject({ status: 'Waiting', waitSeconds: 600, attempt: 2 });
    expect(world.probeEndpoints.states.size).toBe(0);
    world.pass(10);
    waiting = await probe(waiting);
    expect(waiting).toMatchObject({ status: 'Waiting', attempt: 2, since: world.now().toISOString() });
    world.probeEndpoints.fail(name, 'CapacityError: none left');
    await expect(probe(waiting)).rejects.toMatchObject({
      name: 'CapacityExhaustedError',
      message: expect.stringContaining('no ml.m5.large to probe the candidate on: CapacityError: none left'),
    });
  });

  it('treats the limit of the account the same way', async () => {
    const { world, probe } = await probedWorld();
    world.probeEndpoints.refuses = 'no-capacity';
    const waiting = await probe();
    expect(waiting).toMatchObject({ status: 'Waiting', waitSeconds: 600, attempt: 2 });
    await expect(probe(waiting)).rejects.toMatchObject({ name: 'CapacityExhaustedError' });
  });

  it('is tried again while SageMaker does not find the config it has just made', async () => {
    const { world, probe } = await probedWorld();
    world.probeEndpoints.refuses = 'not-yet';
    await expect(probe()).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('stops sending when time runs out, and says what was not sent', async () => {
    const { world, container, probe, document } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    container.milliseconds = SENDING_MS / 20;
    expect(await probe()).toMatchObject({ status: 'Probed' });
    // 20 requests fit: 5 of the contract, 5 to warm up, 10 that are timed.
    expect((await document())?.milliseconds).toHaveLength(10);
    expect(await document()).toMatchObject({ compared: [], comparable: 4 });
  });

  it('times only what was answered', async () => {
    const { world, container, probe, document } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    container.answer = ({ body }) => (body.startsWith('3') ? notAnswered(500, 'no') : answered('0.5'));
    await probe();
    expect((await document())?.milliseconds.filter((time) => time === null)).toHaveLength(15);
    expect((await document())?.compared[1]).toMatchObject({ realTime: { problem: /500: no/ } });
  });

  it('cannot go on without the rows it was to send', async () => {
    const { world, probe } = await probedWorld();
    await probe();
    world.probeEndpoints.serve(name);
    await world.data.delete(holdout);
    await expect(probe()).rejects.toMatchObject({
      name: 'ScoresInvalidError',
      message: /holdout-candidate.csv is missing/,
    });
  });
});
