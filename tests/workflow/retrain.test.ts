import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '#domain/audit/record.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { type Definition, statesOf } from '../contract/definitions.ts';
import { tinyCsv, tinyFlats } from '../models/tiny/tiny-dataset.ts';
import type { ExecutionPath } from './execution-path.ts';
import { LARGE_STATES } from './large-states.ts';
import { type RetrainLine, startRetrainLine, tinyCatalog } from './retrain-line.ts';
import { servingGates } from './serving-gates.ts';

const visited = new Set<string>();

/** Lets the run end that something started, and remembers where it came along. */
async function finish(line: RetrainLine, again?: ExecutionPath): Promise<ExecutionPath> {
  const run = again === undefined ? await line.finish() : await line.redrive(again);
  for (const state of run.states) visited.add(state);
  return run;
}

const landing = ['SnapshotDataset', 'IsLandingComplete', 'WaitForLanding', 'SnapshotDataset', 'IsLandingComplete'];
const toPrepared = [...landing, 'ValidateDataset', 'IsDatasetAccepted', 'PrepareDataset', 'AreFeaturesAccepted'];
const toRegistered = [
  'ProbeCandidate',
  'IsProbed',
  'EvaluateCandidate',
  'GateCandidate',
  'RegisterCandidate',
  'WhoDecides',
];
const scoring = ['ScoreHoldout', 'ScoreWithOneModel'];

const january = { rows: 200 };
const february = { rows: 200, from: '2024-01-18', seed: 2 };
const march = tinyFlats({ rows: 200, from: '2024-02-05', seed: 3 });
const poisoned = tinyCsv(march.map((flat) => ({ ...flat, rooms: 99 })));

describe('the retrain workflow, run by run', { timeout: 120_000 }, () => {
  let line: RetrainLine;
  beforeAll(async () => {
    line = await startRetrainLine();
  });
  afterAll(async () => {
    expect(line.failedEvents).toEqual([]);
    expect(line.logged).toEqual([]);
    expect(await line.auditProblem()).toBeUndefined();
    await line[Symbol.asyncDispose]();
  });

  it('ends NothingLanded when a run is asked for before there is data', async () => {
    await line.request();
    const run = await finish(line);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      states: ['SnapshotDataset', 'IsLandingComplete', 'NothingLanded'],
    });
  });

  it('goes from files that land to a version that waits for a person', async () => {
    await line.landFlats('january-1.csv', { rows: 100 });
    await line.landFlats('january-2.csv', { rows: 100, from: '2024-01-09', seed: 4 });
    const run = await finish(line);
    expect(run.states).toEqual([...toPrepared, 'TrainModel', ...scoring, ...toRegistered, 'AwaitingApproval']);
    expect(run.output).toMatchObject({ dataset: { files: 2 }, gates: { verdict: 'Passed', conclusive: false } });
    expect(run.output).toMatchObject({
      gates: { reasons: [expect.stringContaining('a person approves this first version, even where approval is')] },
    });
    expect(await line.versions()).toMatchObject([{ number: 1, approval: 'PendingManualApproval' }]);
    expect(await line.keys(dataKeys.evaluations('tiny', run.name))).toContain(
      `evaluations/tiny/${run.name}/evidence.json`,
    );
    expect(await line.executions()).toHaveLength(2);
  });

  it('compares the next candidate with the champion on the same rows, approves it by itself, and so starts its release', async () => {
    await line.crown(1);
    line.deploy(tinyCatalog({ approval: { mode: 'automatic' } }));
    await line.landFlats('february.csv', february);
    const run = await finish(line);
    const scored = [...scoring, 'ScoreWithOneModel'];
    expect(run.states).toEqual([
      ...toPrepared,
      'TrainModel',
      ...scored,
      ...toRegistered,
      'ApproveCandidate',
      'Registered',
    ]);
    expect(run.output).toMatchObject({
      evaluation: { champion: { version: 1, comparison: 'Compared' } },
      gates: { verdict: 'Passed', conclusive: true, championVersion: 1 },
      approval: { outcome: 'Approved' },
    });
    expect((await line.versions())[0]).toMatchObject({ number: 2, approval: 'Approved' });
    // The first version's release was asked for by a person.
    expect(await line.executions('release')).toHaveLength(2);
  });

  it('ends Unchanged when the same file lands again, and trains on nothing', async () => {
    await line.landFlats('february.csv', february);
    expect((await finish(line)).states).toEqual([...landing, 'Unchanged']);
    expect(await line.trainingJobs()).toEqual(['1 Completed', '1 Completed']);
  });

  it('stops at the gate, and keeps the evidence in a version that is rejected', async () => {
    const impossible = [{ kind: 'absolute', name: 'r2', metric: 'r2', min: 0.9999 }];
    line.deploy(tinyCatalog({ approval: { mode: 'automatic' }, gates: impossible }));
    await line.request({ force: true });
    const run = await finish(line);
    expect(run).toMatchObject({ status: 'FAILED', error: 'GateFailed', cause: expect.stringContaining('r2 Failed') });
    expect(run.states.slice(-2)).toEqual(['WhoDecides', 'GateFailed']);
    expect((await line.versions())[0]).toMatchObject({ number: 3, approval: 'Rejected' });
    expect((await line.deps.ledger.accepted('tiny').read())?.datasets).toHaveLength(2);
  });

  it('stops before a cent is spent when what landed is wrong, and moves it to quarantine', async () => {
    line.deploy(tinyCatalog({ approval: { mode: 'automatic' } }));
    const jobs = await line.trainingJobs();
    await line.land('march.csv', poisoned);
    const run = await finish(line);
    expect(run).toMatchObject({ status: 'FAILED', error: 'DatasetRejected', cause: expect.stringContaining('rooms') });
    expect(run.states.slice(-2)).toEqual(['IsDatasetAccepted', 'DatasetRejected']);
    expect(await line.keys('landing/tiny/march')).toEqual([]);
    expect(await line.keys('quarantine/tiny/')).toHaveLength(2);
    expect(await line.trainingJobs()).toEqual(jobs);
  });

  it('rejects the very same bytes again, and takes the corrected file under the same key', async () => {
    await line.land('march.csv', poisoned);
    expect(await finish(line)).toMatchObject({ error: 'DatasetRejected' });
    await line.cloud.call('sagemaker', 'DeleteModel', { ModelName: 'dev-tiny-v1' });
    await line.land('march.csv', tinyCsv(march));
    const run = await finish(line);
    expect(run.output).toMatchObject({
      evaluation: { champion: { comparison: 'NotComparable', reason: expect.stringContaining('dev-tiny-v1 is gone') } },
      gates: { verdict: 'Inconclusive' },
    });
    // A machine approves nothing that was not compared.
    expect(run.states.at(-1)).toBe('AwaitingApproval');
  });
});

describe('the retrain workflow with a pinned anchor', { timeout: 120_000 }, () => {
  const anchored = (anchorMargin: number) =>
    tinyCatalog({
      gates: [
        { kind: 'absolute', name: 'r2', metric: 'r2', min: 0.5 },
        { kind: 'champion', name: 'rmse', metric: 'rmse', margin: 25, anchorMargin },
      ],
    });
  const scorers = (run: ExecutionPath) => run.states.filter((state) => state === 'ScoreWithOneModel').length;

  it('compares with it too: with one job less while it is the champion, and by its own scores once it is not', async () => {
    await using line = await startRetrainLine(anchored(25));
    await line.landFlats('january.csv', january);
    expect((await finish(line)).output).toMatchObject({ gates: { verdict: 'Passed' } });
    await line.crown(1);
    await line.landFlats('february.csv', february);
    const unpinned = await finish(line);
    expect(unpinned.output).toMatchObject({
      gates: { verdict: 'Passed', conclusive: true, reasons: [expect.stringContaining('No anchor is pinned')] },
    });

    await line.pin(1);
    await line.land('march.csv', tinyCsv(march));
    const same = await finish(line);
    const compared = { version: 1, comparison: 'Compared' };
    expect(scorers(same)).toBe(2);
    expect(same.output).toMatchObject({
      evaluation: { champion: compared, anchor: compared },
      gates: { verdict: 'Passed', judged: [{}, { sentence: expect.stringContaining('from the anchor, version 1') }] },
    });

    await line.crown(3);
    line.deploy(anchored(0));
    await line.landFlats('april.csv', { rows: 200, from: '2024-02-23', seed: 5 });
    const apart = await finish(line);
    expect(scorers(apart)).toBe(3);
    expect(apart.output).toMatchObject({
      scores: [{ role: 'candidate' }, { role: 'champion', version: 3 }, { role: 'anchor', version: 1 }],
      evaluation: { champion: { version: 3, comparison: 'Compared' }, anchor: compared },
    });
    const folder = dataKeys.evaluations('tiny', apart.name);
    const evidence = await line.deps.data.getJson(`${folder}evidence.json`);
    expect(evidence?.value).toMatchObject({ anchor: { version: 1 }, evaluation: { anchorDifferences: { rmse: {} } } });
    const page = await line.deps.data.get(`${folder}evidence.html`);
    expect(Buffer.from(page?.value ?? '').toString()).toContain('Against the anchor, version 1');
    expect(line.failedEvents).toEqual([]);
  });
});

describe('the retrain workflow with limits on the drift of features', { timeout: 120_000 }, () => {
  const limited = (maxKs: number) => {
    const featureDrift = [{ feature: 'area_per_room', maxKs, mode: 'enforce' }];
    return tinyCatalog({ data: { featureDrift }, gates: [{ kind: 'absolute', name: 'r2', metric: 'r2', min: -9 }] });
  };
  /** Areas and rooms as ever, but the largest areas have the fewest rooms. */
  const flats = tinyFlats({ rows: 200, from: '2024-01-18', seed: 2 });
  const areas = flats.map(({ area }) => Number(area)).sort((a, b) => b - a);
  const mixed = flats.toSorted((a, b) => a.rooms - b.rooms).map((flat, index) => ({ ...flat, area: areas[index]! }));

  it('stops before a job is paid when a feature drifted though no column did, and trains once the limit is raised', async () => {
    await using line = await startRetrainLine(limited(0.2));
    await line.landFlats('january.csv', january);
    expect(await finish(line)).toMatchObject({
      status: 'SUCCEEDED',
      output: { prepared: { featureVerdict: { verdict: 'Accepted', reasons: [] } } },
    });
    await line.land('mixed.csv', tinyCsv(mixed));
    const run = await finish(line);
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'DatasetRejected',
      cause: expect.stringMatching(/^`area_per_room`: its Kolmogorov-Smirnov distance against the last accepted data/),
      states: [...toPrepared, 'DatasetRejected'],
    });
    expect(await line.trainingJobs()).toEqual(['1 Completed']);
    expect(await line.keys('landing/tiny/')).toEqual(['landing/tiny/january.csv']);
    expect((await line.keys('quarantine/tiny/')).map((key) => key.split('/').at(-1))).toEqual([
      'mixed.csv',
      'reason.json',
    ]);
    const records = (await line.deps.audit.read('tiny')) as AuditRecord[];
    expect(records.map(({ action, reason }) => `${action} ${reason?.split(':')[0]}`)).toContain(
      'PrepareDataset Rejected',
    );
    expect(await line.auditProblem()).toBeUndefined();

    line.deploy(limited(1));
    await line.land('mixed.csv', tinyCsv(mixed));
    expect(await finish(line)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.trainingJobs()).toEqual(['1 Completed', '1 Completed']);
  });
});

describe('the retrain workflow, when things go wrong', { timeout: 120_000 }, () => {
  it('retries for capacity, gives up after as many jobs as the manifest says, and goes on there when it is redriven', async () => {
    await using line = await startRetrainLine(tinyCatalog({ training: { capacityAttempts: 2 } }));
    const missing = new Set(['1-1', '1-2', '1-3', '1-candidate-1']);
    line.breaks(({ operation, subject }) => {
      const name = subject.TrainingJobName ?? subject.TransformJobName ?? '';
      if (!operation.startsWith('Run') || !missing.has(name.split('-').slice(3).join('-'))) return undefined;
      return { id: 'capacity', error: { code: 'CapacityError', message: 'none left' } };
    });
    await line.landFlats('january.csv', january);
    const exhausted = await finish(line);
    expect(exhausted).toMatchObject({
      status: 'FAILED',
      error: 'CapacityExhaustedError',
      states: [...toPrepared, 'TrainModel'],
    });
    expect(await line.trainingJobs()).toEqual(['1 Failed', '2 Failed']);

    const run = await finish(line, exhausted);
    expect(run.status).toBe('SUCCEEDED');
    expect(run.states.filter((state) => state === 'PrepareDataset')).toHaveLength(1);
    expect(await line.trainingJobs()).toEqual(['1 Failed', '2 Failed', '3 Failed', '4 Completed']);
    expect(run.output).toMatchObject({ scores: [{ jobName: expect.stringMatching(/candidate-2$/) }] });
  });

  it('starts nothing twice and misses no end, though answers and events are lost', async () => {
    await using line = await startRetrainLine();
    const lost = new Map([
      ['StartExecution', 1],
      ['CreateTrainingJob', 1],
      ['CreateTransformJob', 1],
      ['CreateModelPackage', 1],
    ]);
    line.breaks(({ service, operation, subject }) => {
      if (service === 'eventbridge' && /Training Job|Transform Job/.test(Object.values(subject).join(' ')))
        return { id: 'lost event', drop: true };
      const left = lost.get(operation) ?? 0;
      lost.set(operation, left - 1);
      return left > 0 ? { id: 'lost answer', dropAnswer: true } : undefined;
    });
    await line.landFlats('january.csv', january);
    expect(await finish(line)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.trainingJobs()).toEqual(['1 Completed']);
    expect(await line.versions()).toHaveLength(1);
    expect(await line.executions()).toHaveLength(1);
    expect(await line.waits()).toEqual([]);
  });

  it('probes a candidate once, though answers are lost', async () => {
    await using line = await startRetrainLine(tinyCatalog({ gates: servingGates }));
    const lost = new Set(['CreateEndpointConfig', 'CreateEndpoint', 'probe.json', 'DeleteEndpoint']);
    const created: string[] = [];
    line.breaks(({ operation, subject }) => {
      if (operation === 'CreateEndpoint') created.push(subject.EndpointName ?? '');
      const what = operation === 'PutObject' ? (subject.Key?.split('/').at(-1) ?? '') : operation;
      return lost.delete(what) ? { id: 'lost answer', dropAnswer: true } : undefined;
    });
    await line.landFlats('january.csv', january);
    const run = await finish(line);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { probe: { status: 'Probed' } } });
    expect([...lost]).toEqual([]);
    expect(new Set(created).size).toBe(1);
    const keys = (await line.keys('evaluations/')).filter((key) => key.endsWith('probe.json'));
    expect(keys).toEqual([dataKeys.probe('tiny', run.name)]);
  });

  it('takes another job when a person stopped the first and redrives', async () => {
    await using line = await startRetrainLine();
    await line.landFlats('january.csv', january);
    await line.pass(3);
    const [job] = await line.trainingJobNames();
    await line.cloud.call('sagemaker', 'StopTrainingJob', { TrainingJobName: job });
    const stopped = await finish(line);
    expect(stopped).toMatchObject({ status: 'FAILED', error: 'JobStoppedError' });
    expect(await finish(line, stopped)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.trainingJobs()).toEqual(['1 Stopped', '2 Completed']);
  });

  it('leaves no landing to a run that was aborted while it waited', async () => {
    await using line = await startRetrainLine();
    await line.landFlats('january.csv', { rows: 10 });
    const [dead] = await line.executions();
    await line.cloud.call('sfn', 'StopExecution', { executionArn: dead?.executionArn });
    await finish(line);
    await line.landFlats('too-few.csv', { rows: 20, seed: 2 });
    const run = await finish(line);
    expect(run).toMatchObject({ error: 'DatasetRejected', cause: expect.stringContaining('30 rows') });
  });

  it('waits for the marker when the manifest says so', async () => {
    await using line = await startRetrainLine(tinyCatalog({ data: { completeWhen: 'marker' } }));
    await line.landFlats('2024-01/january.csv', { rows: 10 });
    await line.pass(20);
    expect(await line.executions()).toMatchObject([{ status: 'RUNNING' }]);
    await line.land('2024-01/_SUCCESS', '');
    expect(await finish(line)).toMatchObject({ error: 'DatasetRejected', cause: expect.stringContaining('10 rows') });
  });
});

afterAll(() => {
  const { States } = JSON.parse(readFileSync('statemachines/retrain.asl.json', 'utf8')) as Definition;
  const states = statesOf({ States }).map(({ path }) => path.split('/').at(-1) ?? '');
  expect(states.filter((state) => !visited.has(state) && !LARGE_STATES.includes(state))).toEqual([]);
});
