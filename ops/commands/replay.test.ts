import { describe, expect, it } from 'vitest';
import { fakeCommandDeps, nobody, OPERATOR } from '../../tests/fakes/command-deps.ts';
import { type HistoryStep, historyOf } from '../../tests/fakes/executions.ts';
import type { WorkflowKind } from '../adapters/deployed-stage.ts';
import type { ExecutionStatus } from '../adapters/executions.ts';
import { plainStyle } from '../output/style.ts';
import { replay } from './replay.ts';

const NAME = 'churn-0123456789ab-1';
const NEXT = 'churn-0123456789ab-2';

const failedAt = (state: string): HistoryStep[] => [
  { enter: 'SnapshotDataset' },
  { exit: 'SnapshotDataset' },
  { enter: state },
  { event: 'TaskFailed' },
  { event: 'ExecutionFailed' },
];
const stoppedAt = (state: string): HistoryStep[] => [{ enter: state, type: 'Fail' }, { event: 'ExecutionFailed' }];

const retrainInput = {
  model: 'churn',
  run: NAME,
  generation: 1,
  trigger: { kind: 'landing', key: 'landing/churn/a.csv@v1', at: '2026-03-01T00:00:00Z', actor: 's3', force: false },
};

interface Failed {
  readonly kind?: WorkflowKind;
  readonly status?: ExecutionStatus;
  readonly history?: HistoryStep[];
  readonly input?: object;
  readonly redrivable?: boolean;
  readonly error?: string;
  readonly cause?: string;
}

function stageWith({
  kind = 'retrain',
  status = 'FAILED',
  history = failedAt('TrainModel'),
  ...execution
}: Failed = {}) {
  const deps = fakeCommandDeps();
  const input = execution.input ?? retrainInput;
  deps.executions.add(
    deps.machine(kind),
    { name: NAME, error: 'CapacityExhaustedError', ...execution, input, status },
    historyOf(history),
  );
  return deps;
}

const releaseOf = (version: { number: number; arn: string }) => ({
  model: 'churn',
  release: NAME,
  generation: 1,
  version,
  trigger: { kind: 'approval', key: 'approval:x', at: '2026-03-01T00:00:00Z', actor: 'registry', reason: '' },
});

describe('andon replay of a run that failed', () => {
  it('redrives it from the state it failed at', async () => {
    const deps = stageWith();
    const answer = await replay.run({ run: NAME, reason: 'capacity is back' }, deps, nobody);
    expect(deps.executions.redriven).toHaveLength(1);
    expect(answer.document).toMatchObject({
      how: 'redrive',
      execution: NAME,
      resumesAt: 'TrainModel',
      redriveNumber: 1,
    });
    expect(answer.text(plainStyle)).toContain('resumes at TrainModel');
    expect(await deps.audit.read('churn')).toMatchObject([
      { action: 'Replay', subject: `${NAME} redrive 1`, actor: OPERATOR, evidence: { resumesAt: 'TrainModel' } },
    ]);
  });

  it('redrives once, however often the same failure is replayed', async () => {
    const deps = stageWith();
    await replay.run({ run: NAME }, deps, nobody);
    await replay.run({ run: NAME }, deps, nobody);
    expect(new Set(deps.executions.redriven.map(({ clientToken }) => clientToken)).size).toBe(1);
    expect(await deps.audit.read('churn')).toHaveLength(1);
  });

  it.each(['ABORTED', 'TIMED_OUT'] as const)('redrives one that was %s', async (status) => {
    const answer = await replay.run({ run: NAME }, stageWith({ status }), nobody);
    expect(answer.document).toMatchObject({ how: 'redrive' });
  });

  it('starts the next generation when AWS does not redrive it any more', async () => {
    const deps = stageWith({ redrivable: false });
    const answer = await replay.run({ run: NAME }, deps, nobody);
    expect(answer.document).toMatchObject({ how: 'next-generation', execution: NEXT, generation: 2 });
    expect(deps.started).toEqual([
      {
        alias: `${deps.machine('retrain')}:live`,
        name: NEXT,
        input: {
          ...retrainInput,
          run: NEXT,
          generation: 2,
          trigger: { ...retrainInput.trigger, kind: 'replay', at: '2026-03-02T12:00:00.000Z', actor: OPERATOR },
        },
      },
    ]);
    expect(await deps.audit.read('churn')).toMatchObject([
      { action: 'Replay', subject: NEXT, evidence: { replays: NAME } },
    ]);
  });

  it('starts the next generation when that is asked for', async () => {
    const answer = await replay.run({ run: NAME, anew: true }, stageWith(), nobody);
    expect(answer.document).toMatchObject({ how: 'next-generation' });
  });

  it.each([
    { error: 'JobFailedError', cause: 'job-1 failed: AlgorithmError', how: 'next-generation' },
    { error: 'JobStoppedError', cause: 'job-1 was stopped: it reached its time limit.', how: 'next-generation' },
    { error: 'JobStoppedError', cause: 'job-1 was stopped: somebody stopped it.', how: 'redrive' },
  ])('answers $cause by $how', async ({ how, ...failure }) => {
    expect((await replay.run({ run: NAME }, stageWith(failure), nobody)).document).toMatchObject({ how });
  });

  it('starts the next generation when AWS refuses at the last moment', async () => {
    const deps = stageWith();
    deps.executions.refusal = 'Execution has exceeded the redrivable period';
    const answer = await replay.run({ run: NAME }, deps, nobody);
    expect(answer.document).toMatchObject({
      how: 'next-generation',
      why: expect.stringContaining('redrivable period'),
    });
  });

  it('starts the next generation when a verdict stopped it, since a redrive would end there again', async () => {
    const deps = stageWith({ history: stoppedAt('GateFailed') });
    const answer = await replay.run({ run: NAME }, deps, nobody);
    expect(answer.document).toMatchObject({ how: 'next-generation', why: expect.stringContaining('GateFailed') });
    expect(deps.executions.redriven).toEqual([]);
  });

  it('takes the input from the stored record, where there is one', async () => {
    const deps = stageWith({ redrivable: false, input: {} });
    const record = {
      kind: 'retrain' as const,
      name: NAME,
      model: 'churn',
      generation: 1,
      input: retrainInput,
      startedAt: '2026-03-01T00:00:00Z',
      data: {},
    };
    await deps.ledger.run(NAME).change(() => ({ write: record, result: undefined }));
    await replay.run({ run: NAME }, deps, nobody);
    expect(deps.started).toMatchObject([{ input: { trigger: { key: 'landing/churn/a.csv@v1' } } }]);
  });

  it('does not start a generation twice', async () => {
    const deps = stageWith({ redrivable: false });
    await replay.run({ run: NAME }, deps, nobody);
    await expect(replay.run({ run: NAME }, deps, nobody)).rejects.toThrow(
      new RegExp(`replayed already: ${NEXT} is RUNNING`),
    );
    expect(deps.started).toHaveLength(1);
  });

  it('starts no generation of a paused model', async () => {
    const deps = stageWith({ redrivable: false });
    const paused = { paused: true, at: '2026-03-02T00:00:00.000Z', actor: 'ada', reason: 'why' };
    await deps.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    await expect(replay.run({ run: NAME }, deps, nobody)).rejects.toMatchObject({ code: 'PAUSED' });
  });
});

describe('andon replay of a release', () => {
  it('is always its next generation', async () => {
    const deps = stageWith({ kind: 'release' });
    const version = deps.registry.add('churn', { approval: 'Approved' });
    const input = releaseOf({ number: 1, arn: version.arn });
    deps.executions.add(
      deps.machine('release'),
      { name: NAME, status: 'FAILED', input },
      historyOf(failedAt('ShiftTraffic')),
    );
    await replay.run({ run: NAME, reason: 'again' }, deps, nobody);
    expect(deps.executions.redriven).toEqual([]);
    expect(deps.started).toMatchObject([
      {
        name: NEXT,
        input: {
          release: NEXT,
          generation: 2,
          version: { number: 1 },
          trigger: { kind: 'replay', key: 'approval:x', reason: 'again' },
        },
      },
    ]);
  });

  it('is refused when the version is not approved any more', async () => {
    const deps = stageWith();
    const version = deps.registry.add('churn', { approval: 'Rejected', approvalReason: 'RolledBack: green failed' });
    const input = releaseOf({ number: 1, arn: version.arn });
    const failed = stageWith({ kind: 'release', input, history: stoppedAt('ReleaseRolledBack') });
    failed.registry.add('churn', { approval: 'Rejected', approvalReason: 'RolledBack: green failed' });
    await expect(replay.run({ run: NAME }, failed, nobody)).rejects.toThrow(/Rejected: RolledBack: green failed/);
  });
});

describe('andon replay of a rollback', () => {
  it('redrives it, also when that cannot be recorded', async () => {
    const deps = stageWith({ kind: 'rollback', history: failedAt('ShiftTraffic') });
    deps.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('S3 is away.');
      return undefined;
    };
    const answer = await replay.run({ run: NAME }, deps, nobody);
    expect(answer.document).toMatchObject({ how: 'redrive', kind: 'rollback', resumesAt: 'ShiftTraffic' });
  });
});

describe('andon replay', () => {
  it.each([
    ['RUNNING', /nothing to replay yet/],
    ['PENDING_REDRIVE', /nothing to replay yet/],
    ['SUCCEEDED', /nothing to take up/],
  ] as const)('is refused of what is %s', async (status, why) => {
    const refused = replay.run({ run: NAME }, stageWith({ status }), nobody);
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_REPLAYABLE', exitCode: 1 });
  });

  it('is refused of what Andon did not start', async () => {
    const deps = fakeCommandDeps();
    deps.executions.add(deps.machine('retrain'), { name: 'by-hand', status: 'FAILED' });
    await expect(replay.run({ run: 'by-hand' }, deps, nobody)).rejects.toThrow(/not started by Andon/);
  });

  it('starts the next generation of what ended before its first state', async () => {
    const answer = await replay.run({ run: NAME }, stageWith({ history: [] }), nobody);
    expect(answer.document).toMatchObject({ how: 'next-generation' });
  });
});
