import { describe, expect, it } from 'vitest';
import { fakeCommandDeps, nobody } from '../../tests/fakes/command-deps.ts';
import { historyOf } from '../../tests/fakes/executions.ts';
import { plainStyle } from '../output/style.ts';
import { runs } from './runs.ts';
import { show } from './show.ts';
import { status } from './status.ts';

const RUN = 'churn-0123456789ab-1';
const gates = {
  verdict: 'Failed',
  conclusive: true,
  evidenceUri: 's3://data/g.json',
  evidenceDigest: 'd',
  reasons: ['auc is too low.'],
};
const failed = {
  status: 'FAILED',
  stoppedAt: '2026-03-01T00:04:00.000Z',
  error: 'GateFailed',
  cause: 'auc is too low.',
} as const;
const history = historyOf([
  { enter: 'GateCandidate' },
  { exit: 'GateCandidate', output: { model: 'churn', gates, registration: { version: 3, modelPackageArn: 'arn:3' } } },
  { enter: 'IsGood', type: 'Choice' },
  { exit: 'IsGood', type: 'Choice', output: { gates, registration: { version: 3, modelPackageArn: 'arn:3' } } },
  { enter: 'GateFailed', type: 'Fail', input: { gates, registration: { version: 3, modelPackageArn: 'arn:3' } } },
  { event: 'ExecutionFailed' },
]);

describe('andon status', () => {
  it('tells what serves with which metrics, and what waits', async () => {
    const deps = fakeCommandDeps();
    const version = deps.registry.add('churn', { approval: 'Approved' });
    await deps.crown('churn', { version: { number: 1, arn: version.arn } });
    const run = version.metadata?.run ?? '';
    const record = {
      kind: 'retrain' as const,
      name: run,
      model: 'churn',
      generation: 1,
      input: {},
      startedAt: '',
      data: { evaluation: { metrics: { auc: 0.75 } } },
    };
    await deps.ledger.run(run).change(() => ({ write: record, result: undefined }));
    deps.endpointStates.set('dev-churn', { status: 'InService', configName: 'dev-churn-e1-v1', failureReason: '' });
    deps.registry.add('churn');
    deps.executions.add(deps.machine('retrain'), { name: RUN, status: 'SUCCEEDED' });
    const answer = await status.run({ model: 'churn' }, deps, nobody);
    expect(answer.document).toMatchObject({
      stage: 'dev',
      models: [
        {
          model: 'churn',
          serves: { version: 1, config: 'dev-churn-e1-v1', epoch: 1, metrics: { auc: 0.75 }, approval: 'Approved' },
          endpoint: { status: 'InService' },
          mismatch: false,
          pending: [{ number: 2 }],
          lastRun: { name: RUN, status: 'SUCCEEDED' },
        },
      ],
    });
    const text = answer.text(plainStyle);
    expect(text).toContain('version 1 as dev-churn-e1-v1, epoch 1, since 2026-03-01 06:00Z');
    expect(text).toContain('auc 0.7500');
    expect(text).toContain('version 2 for a decision: npx andon approve churn <version>');
  });

  it('tells what is under way, queued and paused', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('release'), { name: RUN });
    const lease = { owner: RUN, epoch: 2, leaseUntil: '2026-03-02T13:00:00.000Z' };
    await deps.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    const version = { number: 4, arn: 'arn:4' };
    const desired = { version, key: 'k', generation: 2, at: '2026-03-02T11:00:00.000Z', actor: 'ada', reason: 'busy' };
    await deps.ledger.desired('churn').change(() => ({ write: desired, result: undefined }));
    const paused = { paused: true, at: '2026-03-02T00:00:00.000Z', actor: 'ada', reason: 'holiday' };
    await deps.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    const answer = await status.run({ model: 'churn' }, deps, nobody);
    expect(answer.document).toMatchObject({
      models: [
        { inFlight: [{ kind: 'release', name: RUN }], lease, queued: { version: 4 }, paused: { reason: 'holiday' } },
      ],
    });
    const text = answer.text(plainStyle);
    for (const part of [RUN, 'epoch 2', 'version 4', 'holiday', 'nothing yet']) expect(text).toContain(part);
  });

  it('tells that a first version always waits for a person', async () => {
    const deps = fakeCommandDeps();
    deps.registry.add('churn');
    const first = (await status.run({ model: 'churn' }, deps, nobody)).text(plainStyle);
    expect(first).toContain('A first version has nothing to be compared with, so a person decides.');
    await deps.crown('churn');
    expect((await status.run({ model: 'churn' }, deps, nobody)).text(plainStyle)).not.toContain('A first version');
  });

  it('tells when the endpoint serves something else than the ledger says', async () => {
    const deps = fakeCommandDeps();
    await deps.crown('churn');
    deps.endpointStates.set('dev-churn', { status: 'InService', configName: 'dev-churn-e9-v9', failureReason: '' });
    const answer = await status.run({ model: 'churn' }, deps, nobody);
    expect(answer.document).toMatchObject({ models: [{ mismatch: true }] });
    expect(answer.text(plainStyle)).toContain('the endpoint serves dev-churn-e9-v9');
  });

  it('tells when what serves is not approved any more', async () => {
    const deps = fakeCommandDeps();
    const { arn } = deps.registry.add('churn', { approval: 'Rejected' });
    await deps.crown('churn', { version: { number: 1, arn } });
    const answer = await status.run({ model: 'churn' }, deps, nobody);
    expect(answer.text(plainStyle)).toContain('Rejected: it serves although it is not approved');
  });

  it('tells of every model, each with its own last run', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: RUN });
    deps.executions.add(deps.machine('retrain'), { name: 'flight-delays-0123456789ab-1' });
    const { models } = (await status.run({}, deps, nobody)).document as {
      models: { model: string; lastRun: { name: string } }[];
    };
    expect(models.map(({ model, lastRun }) => [model, lastRun.name])).toEqual([
      ['churn', RUN],
      ['flight-delays', 'flight-delays-0123456789ab-1'],
    ]);
  });
});

describe('andon runs', () => {
  const stage = () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: RUN, ...failed }, history);
    deps.executions.add(deps.machine('release'), {
      name: 'churn-aaaaaaaaaaaa-1',
      status: 'SUCCEEDED',
      startedAt: '2026-03-02T00:00:00.000Z',
      stoppedAt: '2026-03-02T00:30:00.000Z',
    });
    deps.executions.add(deps.machine('retrain'), {
      name: 'flight-delays-0123456789ab-1',
      startedAt: '2026-03-02T11:00:00.000Z',
    });
    return deps;
  };

  it('lists the latest first, with where the failed ones failed', async () => {
    const answer = await runs.run({}, stage(), nobody);
    expect(answer.document).toMatchObject({
      runs: [
        { name: 'flight-delays-0123456789ab-1', kind: 'retrain', status: 'RUNNING', seconds: 3600 },
        { name: 'churn-aaaaaaaaaaaa-1', kind: 'release', status: 'SUCCEEDED', seconds: 1800 },
        { name: RUN, kind: 'retrain', status: 'FAILED', seconds: 240, at: 'GateFailed', error: 'GateFailed' },
      ],
    });
    expect(answer.text(plainStyle).split('\n').at(-1)).toMatch(
      /retrain +churn-0123456789ab-1 +FAILED +4 min +GateFailed$/,
    );
  });

  it('lists a model, what failed, or so many', async () => {
    const named = async (typed: object) =>
      ((await runs.run({ ...typed }, stage(), nobody)).document as { runs: { name: string }[] }).runs.map(
        ({ name }) => name,
      );
    expect(await named({ model: 'churn' })).toEqual(['churn-aaaaaaaaaaaa-1', RUN]);
    expect(await named({ failed: true })).toEqual([RUN]);
    expect(await named({ limit: '1' })).toEqual(['flight-delays-0123456789ab-1']);
    expect(() => runs.run({ limit: 'many' }, stage(), nobody)).toThrow(/limit/);
  });

  it('says what to do when there is nothing', async () => {
    expect((await runs.run({}, fakeCommandDeps(), nobody)).text(plainStyle)).toContain('andon retrain');
  });
});

describe('andon show', () => {
  it('tells stages, verdicts, evidence, the version and the cost', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: RUN, ...failed }, history);
    const answer = await show.run({ run: RUN }, deps, nobody);
    expect(answer.document).toMatchObject({
      name: RUN,
      kind: 'retrain',
      status: 'FAILED',
      at: 'GateFailed',
      error: 'GateFailed',
      stages: [{ state: 'GateCandidate', seconds: 60, finding: 'Failed: auc is too low.' }, { state: 'GateFailed' }],
      evidence: { gates: 's3://data/g.json' },
      version: { number: 3, arn: 'arn:3' },
      cost: { stateTransitions: 3 },
    });
    const text = answer.text(plainStyle);
    for (const part of ['FAILED at GateFailed', 'Failed: auc is too low.', 's3://data/g.json', '3 state transitions']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('IsGood');
  });

  it('tells of a release what was seen and found of each metric', async () => {
    const name = 'churn-bbbbbbbbbbbb-1';
    const none = { requests: 0, failures: 0 };
    const metric = {
      mode: 'enforce',
      green: { requests: 900, failures: 9 },
      blue: { requests: 8100, failures: 27 },
      eValue: 0.4,
    };
    const watch = {
      status: 'Settled',
      verdict: 'Inconclusive',
      decided: true,
      looks: 9,
      waitSeconds: 60,
      traffic: { green: metric.green, blue: metric.blue },
      metrics: [
        { ...metric, name: '5xx', finding: 'RegressionExcluded', difference: 0.0281, basis: 'against-both' },
        {
          ...metric,
          name: '4xx',
          mode: 'observe',
          finding: 'RegressionNotExcluded',
          difference: 0.12,
          basis: 'against-blue',
        },
        { ...metric, name: 'fallbacks', green: none, blue: none, eValue: 1, finding: 'NeverReported' },
        { ...metric, name: 'slow', finding: 'NotMeasured' },
        { ...metric, name: 'empty', finding: 'TooFewRequests' },
        { ...metric, name: 'early' },
      ],
      eValue: 0.4,
      reasons: ['a long reason'],
      bakes: [],
      proceeded: { at: '2026-03-01T00:12:00.000Z', reason: 'the manifest' },
    };
    const deps = fakeCommandDeps();
    const seen = historyOf([{ enter: 'WatchTraffic' }, { exit: 'WatchTraffic', output: { model: 'churn', watch } }]);
    deps.executions.add(deps.machine('release'), { name, status: 'SUCCEEDED' }, seen);
    const answer = await show.run({ run: name }, deps, nobody);
    expect(answer.document).toMatchObject({ metrics: watch.metrics });
    const text = answer.text(plainStyle);
    for (const line of [
      /^5xx +enforce +9 of 900 \(1\.00 %\) +27 of 8,100 \(0\.33 %\) +0\.400 +regression excluded: at most 2\.81 % more, against-both$/m,
      /^4xx +observe .* regression not excluded: up to 12\.00 % more, against-blue$/m,
      /^fallbacks +enforce +0 of 0 +0 of 0 +1\.00 +never reported$/m,
      /^slow .* could not be measured$/m,
      /^empty .* too few requests$/m,
      /^early .* 0\.400$/m,
      /Inconclusive after 9 looks: .*\. Let proceed at 2026-03-01 00:12Z\.$/m,
    ]) {
      expect(text).toMatch(line);
    }
    expect(text).not.toContain('a long reason');
  });
});
