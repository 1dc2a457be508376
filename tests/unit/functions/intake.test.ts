import { describe, expect, it, vi } from 'vitest';
import { approvalKey } from '#domain/intake/plan-intake.ts';
import { executionName } from '#domain/naming.ts';
import { intake } from '#functions/intake.ts';
import { envelope, retrainWorld } from '../../fakes/retrain-world.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
});

const request = (at: Date, detail: object) => ({ ...envelope('andon', 'Retrain Requested', at), detail });

describe('Data that lands', () => {
  it('starts one run of its model, however often its event comes', async () => {
    const world = retrainWorld();
    const event = await world.land('january.csv');
    const first = await intake(event, world);
    expect(first).toMatchObject({ outcome: 'Started', execution: expect.stringMatching(/^churn-[0-9a-f]{12}-1$/) });
    expect(await intake(event, world)).toMatchObject({ outcome: 'Joined', execution: first.execution });
    expect(await intake({ ...event, 'replay-name': 'ops' }, world)).toMatchObject({ execution: first.execution });
    expect(world.workflows.started).toHaveLength(1);
    expect(world.workflows.started[0]).toMatchObject({
      stateMachine: 'retrain',
      input: { model: 'churn', generation: 1, trigger: { kind: 'landing', actor: 's3', force: false } },
    });
  });

  it('joins the landing that its first object opened', async () => {
    const world = retrainWorld();
    const { execution } = await intake(await world.land('a.csv'), world);
    world.pass(1);
    expect(await intake(await world.land('b.csv'), world)).toEqual({ outcome: 'Joined', execution });
    expect(world.workflows.started).toHaveLength(1);
  });

  it('starts its run also when the process died after opening the landing', async () => {
    const world = retrainWorld();
    const event = await world.land('a.csv');
    const dying = { ...world, workflows: { ...world.workflows, start: () => Promise.reject(new Error('killed')) } };
    await expect(intake(event, dying)).rejects.toThrow('killed');
    world.pass(3);
    const { execution } = await intake(event, world);
    expect(world.workflows.started).toMatchObject([
      { name: execution, input: { trigger: { at: '2026-03-01T00:00:00.000Z' } } },
    ]);
  });

  it('opens one landing when two objects arrive at the same moment', async () => {
    const world = retrainWorld();
    const [a, b] = [await world.land('a.csv'), await world.land('b.csv')];
    await Promise.all([intake(a, world), intake(b, world)]);
    expect(world.workflows.started).toHaveLength(1);
  });

  it('opens a landing of its own when the run of the open one is over', async () => {
    const world = retrainWorld();
    const { execution: dead } = await intake(await world.land('a.csv'), world);
    world.workflows.statuses.set(`retrain:${dead}`, 'ABORTED');
    const next = await intake(await world.land('b.csv'), world);
    expect(next.outcome).toBe('Started');
    expect(next.execution).not.toBe(dead);
    expect(await world.ledger.landing('churn').read()).toMatchObject({ open: { run: next.execution } });
  });

  it('waits for a replay when the object itself opened the landing whose run is over', async () => {
    const world = retrainWorld();
    const event = await world.land('a.csv');
    const { execution } = await intake(event, world);
    world.workflows.statuses.set(`retrain:${execution}`, 'FAILED');
    expect(await intake(event, world)).toMatchObject({
      outcome: 'Known',
      reason: expect.stringContaining('Replay it'),
    });
  });

  it('is known when a dataset holds it already', async () => {
    const world = retrainWorld();
    const event = await world.land('a.csv');
    const key = event.detail.object.key;
    const seen = { [key]: event.detail.object['version-id'] ?? '' };
    await world.ledger.landing('churn').change(() => ({ write: { seen, ended: [] }, result: undefined }));
    expect(await intake(event, world)).toMatchObject({ outcome: 'Known' });
    expect(world.workflows.started).toEqual([]);
  });
});

describe('A paused model', () => {
  it('starts no run, by the ledger or by its manifest, and says how it goes on', async () => {
    const world = retrainWorld();
    const paused = { paused: true, at: '', actor: 'ada', reason: 'holidays' };
    await world.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    expect(await intake(await world.land('a.csv'), world)).toMatchObject({
      outcome: 'Paused',
      reason: expect.stringContaining('andon unpause churn'),
    });
    const byManifest = retrainWorld({ paused: true });
    expect((await intake(request(world.now(), { model: 'churn' }), byManifest)).outcome).toBe('Paused');
    expect([...world.workflows.started, ...byManifest.workflows.started]).toEqual([]);
  });

  it('is rolled back all the same', async () => {
    const world = retrainWorld({ paused: true });
    await world.crown();
    const event = envelope('andon', 'Rollback Requested', world.now());
    const detail = { model: 'churn', actor: 'ada', reason: 'complaints' };
    expect((await intake({ ...event, detail }, world)).outcome).toBe('Started');
  });
});

describe('Data of no model', () => {
  it('is told of once a day and prefix', async () => {
    const world = retrainWorld();
    const stray = async (key: string) => {
      const event = await world.land('a.csv');
      return intake({ ...event, detail: { ...event.detail, object: { ...event.detail.object, key } } }, world);
    };
    expect(await stray('landing/chrun/a.csv')).toMatchObject({
      outcome: 'Unclaimed',
      reason: expect.stringContaining('Known models: churn'),
    });
    await stray('landing/chrun/b.csv');
    expect(world.notifications.sent).toHaveLength(1);
    await stray('landing/lost.csv');
    expect(world.notifications.sent).toHaveLength(2);
    world.pass(24 * 60);
    await stray('landing/chrun/c.csv');
    expect(world.notifications.sent).toHaveLength(3);
    expect(world.workflows.started).toEqual([]);
  });
});

describe('A request', () => {
  it('starts a run named after it, once', async () => {
    const world = retrainWorld();
    const event = request(world.now(), { model: 'churn', actor: 'ada', force: true });
    const run = executionName('churn', 'request:event-1', 1);
    expect(await intake(event, world)).toEqual({ outcome: 'Started', execution: run });
    expect(await intake(event, world)).toEqual({ outcome: 'Known', execution: run });
    expect(world.workflows.started).toMatchObject([
      { input: { run, trigger: { kind: 'request', key: 'request:event-1', actor: 'ada', force: true } } },
    ]);
  });

  it('of a schedule starts a run too', async () => {
    const world = retrainWorld();
    await intake(request(world.now(), { model: 'churn', kind: 'schedule' }), world);
    expect(world.workflows.started).toMatchObject([{ input: { trigger: { kind: 'schedule', actor: 'schedule' } } }]);
  });
});

describe('A decision in the registry', () => {
  const arn = 'arn:aws:sagemaker:us-east-1:111122223333:model-package/dev-churn/4';
  const decided = (at: Date, ModelApprovalStatus: string, version = 4) => ({
    ...envelope('aws.sagemaker', 'SageMaker Model Package State Change', at),
    detail: {
      ModelPackageGroupName: 'dev-churn',
      ModelPackageVersion: version,
      ModelPackageArn: arn,
      ModelApprovalStatus,
      LastModifiedTime: '2026-03-01T00:00:00Z',
    },
  });

  it('starts the release of an approved version, once per approval', async () => {
    const world = retrainWorld();
    const release = executionName('churn', approvalKey(arn, '2026-03-01T00:00:00Z'), 1);
    expect(await intake(decided(world.now(), 'Approved'), world)).toEqual({ outcome: 'Started', execution: release });
    expect(await intake(decided(world.now(), 'Approved'), world)).toEqual({ outcome: 'Known', execution: release });
    expect(world.workflows.started).toMatchObject([
      { stateMachine: 'release', input: { release, version: { number: 4, arn }, trigger: { kind: 'approval' } } },
    ]);
  });

  it('rolls back when the champion is rejected, and only then', async () => {
    const world = retrainWorld();
    expect(await intake(decided(world.now(), 'Rejected', 1), world)).toMatchObject({ outcome: 'NotNeeded' });
    await world.crown();
    expect(await intake(decided(world.now(), 'Rejected', 2), world)).toMatchObject({ outcome: 'NotNeeded' });
    expect(await intake(decided(world.now(), 'Rejected', 1), world)).toMatchObject({ outcome: 'Started' });
    expect(await intake(decided(world.now(), 'Rejected', 1), world)).toMatchObject({ outcome: 'Known' });
    expect(world.workflows.started).toMatchObject([
      { stateMachine: 'rollback', input: { version: { number: 1 }, trigger: { kind: 'rejection' } } },
    ]);
  });

  it('asks for nothing while it is pending', async () => {
    const world = retrainWorld();
    expect(await intake(decided(world.now(), 'PendingManualApproval'), world)).toMatchObject({ outcome: 'Ignored' });
  });
});

describe('An alarm', () => {
  const raised = (at: Date, alarmName: string) => ({
    ...envelope('aws.cloudwatch', 'CloudWatch Alarm State Change', at),
    detail: { alarmName, state: { value: 'ALARM' } },
  });

  it("rolls back when it is the champion's, not when it is of a deployment in flight", async () => {
    const world = retrainWorld();
    await world.crown();
    expect(await intake(raised(world.now(), 'dev-churn-e2-v2-kill-switch'), world)).toMatchObject({
      outcome: 'NotNeeded',
    });
    expect(await intake(raised(world.now(), 'dev-churn-e1-v1-backstop'), world)).toMatchObject({ outcome: 'Started' });
    expect(world.workflows.started).toMatchObject([{ input: { trigger: { kind: 'alarm', key: 'rollback:churn@1' } } }]);
  });
});

describe('An event that is not for intake', () => {
  it('is acknowledged: delivering it again would not change it', async () => {
    const world = retrainWorld();
    expect(await intake({ anything: 1 }, world)).toMatchObject({ outcome: 'Foreign' });
    const schedule = { ...envelope('aws.events', 'Scheduled Event', world.now()), detail: {} };
    expect(await intake(schedule, world)).toMatchObject({ outcome: 'Foreign' });
  });
});
