import { describe, expect, it } from 'vitest';
import { ledgerKeys } from '#domain/object-keys.ts';
import type { ExecutionFacts } from '#domain/reconcile/plan-closing.ts';
import { type ReconcileDeps, reconcile } from '#functions/reconcile.ts';
import { ENDPOINT, type ReleaseWorld, releaseWorld } from '../../fakes/release-world.ts';
import { started } from './release-stages.ts';

const schedule = {
  version: '0',
  id: '1',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '0',
  time: '2026-03-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {},
};

function reconcileDeps(world: ReleaseWorld) {
  const closed = new Map<string, ExecutionFacts>();
  const stopped: string[] = [];
  const deps: ReconcileDeps = {
    ...world,
    ledgerStore: world.store,
    executions: {
      closed: async (machine) =>
        [...closed]
          .filter(([arn]) => arn.startsWith(machine))
          .map(([executionArn, { name, stoppedAt = '' }]) => ({ executionArn, name, stoppedAt })),
      describe: async (arn) => closed.get(arn),
    },
    trainingJobs: { describe: async () => undefined, create: async () => 'created' },
    transformJobs: {
      describe: async (name) => ({ name, status: 'Completed' }),
      create: async () => 'created',
      ensureModel: async () => undefined,
      hasModel: async () => true,
    },
    jobs: {
      async stop({ job }) {
        stopped.push(job);
      },
    },
    retrainStateMachine: 'arn:retrain:live',
    closedBefore: new Set(),
  };
  return { deps, closed, stopped };
}

const sweep = async (world: ReleaseWorld) => (await reconcile(schedule, reconcileDeps(world).deps)).did;

describe('Reconcile', () => {
  it('does nothing where everything is as it should be', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    expect(await sweep(world)).toEqual([]);
    expect(world.notifications.sent).toEqual([]);
  });

  it('does nothing for a model that has no endpoint yet', async () => {
    expect(await sweep(releaseWorld())).toEqual([]);
  });

  it('starts the release of a version whose approval reached nobody, once', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const { version } = world.approve(1);
    world.pass(5);
    expect(await sweep(world)).toHaveLength(1);
    expect(world.workflows.started).toMatchObject([
      { stateMachine: 'release', input: { version, generation: 1, trigger: { kind: 'approval' } } },
    ]);
    expect(await sweep(world)).toEqual([]);
  });

  it('starts the version that waited, once the lease is free and the model not paused', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const next = world.approve(1);
    const desired = {
      version: next.version,
      key: next.trigger.key,
      generation: 2,
      at: '',
      actor: 'ada',
      reason: 'busy',
    };
    await world.ledger.desired('churn').change(() => ({ write: desired, result: undefined }));
    const lease = { owner: 'other', epoch: 2, leaseUntil: '2026-03-01T00:10:00.000Z' };
    await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    expect(await sweep(world)).toEqual([]);
    world.pass(2);
    const paused = { paused: true, at: '', actor: 'me', reason: 'holiday' };
    await world.ledger.paused('churn').change(() => ({ write: paused, result: undefined }));
    expect(await sweep(world)).toEqual([]);
    await world.ledger.paused('churn').change(() => ({ write: { ...paused, paused: false }, result: undefined }));
    await world.ledger.lease('churn').change(() => ({ write: { ...lease, owner: '' }, result: undefined }));
    expect(await sweep(world)).toEqual([
      `churn desired version: ${String(world.workflows.started[0]?.name)} was started`,
    ]);
  });

  it('does not start a desired version that is no longer Approved', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const next = world.approve(1);
    await world.registry.reject(next.version.arn, 'no');
    const desired = { version: next.version, key: 'k', generation: 2, at: '', actor: 'ada', reason: 'busy' };
    await world.ledger.desired('churn').change(() => ({ write: desired, result: undefined }));
    expect(await sweep(world)).toEqual([]);
  });

  it('rejects a version that nobody decided on in time', async () => {
    const world = releaseWorld();
    const { arn } = world.registry.add('churn');
    world.pass(168 * 60 + 1);
    expect(await sweep(world)).toHaveLength(1);
    expect(world.registry.get(arn)).toMatchObject({ approval: 'Rejected', approvalReason: /Nobody decided/ });
    expect(world.notifications.sent).toMatchObject([{ kind: 'ApprovalExpired' }]);
    expect(await world.recorded()).toEqual([`ExpireApproval ${arn}`]);
  });

  it('rolls back a champion whose rejection reached nobody', async () => {
    const world = releaseWorld();
    const champion = await world.serveFirst();
    await world.registry.reject(champion.version.arn, 'unfair');
    world.pass(5);
    await sweep(world);
    expect(world.workflows.started).toMatchObject([
      {
        stateMachine: 'rollback',
        input: { trigger: { kind: 'rejection', key: 'rollback:churn@1', reason: /unfair/ } },
      },
    ]);
    expect(await sweep(world)).toEqual([]);
  });

  it('rolls back a champion that does harm in its watch hours', async () => {
    const world = releaseWorld();
    const champion = await world.serveFirst();
    const watched = {
      watchUntil: '2026-03-02T00:00:00.000Z',
      baseline: { '5xx': { requests: 100_000, failures: 100, correlation: 0.001 } },
    };
    await world.ledger
      .champion('churn')
      .change((current) => ({ write: { ...current!, ...watched }, result: undefined }));
    world.serve(60, { [champion.configName]: { requests: 300, failures: 1 } });
    world.pass(60);
    expect(await sweep(world)).toEqual([]);
    world.serve(90, { [champion.configName]: { requests: 300, failures: 120 } });
    world.pass(92);
    expect(await sweep(world)).toHaveLength(1);
    expect(world.workflows.started).toMatchObject([
      {
        stateMachine: 'rollback',
        input: { trigger: { kind: 'alarm', reason: expect.stringMatching(/against-baseline/) } },
      },
    ]);
  });

  it('says that it cannot judge a champion in its watch hours, once it cannot', async () => {
    const world = releaseWorld();
    const champion = await world.serveFirst();
    const baseline = { '5xx': { requests: 100_000, failures: 100, correlation: 0.001 } };
    const watchUntil = '2026-03-02T00:00:00.000Z';
    const watched = { ...champion, watchUntil, baseline };
    await world.ledger.champion('churn').change(() => ({ write: watched, result: undefined }));
    world.pass(10);
    world.metrics.fault = () => ({ unmeasured: 'AccessDenied: no' });
    await expect(sweep(world)).rejects.toThrow(/cannot be judged: 5xx: AccessDenied: no/);
  });

  it('puts the champion back when something of an older epoch serves, and pages once', async () => {
    const world = releaseWorld();
    const champion = await world.serveFirst();
    const epoch = { ...champion, epoch: 5, configName: `${ENDPOINT}-e5-v1` };
    await world.ledger.champion('churn').change(() => ({ write: epoch, result: undefined }));
    expect(await sweep(world)).toHaveLength(1);
    expect(world.endpoints.updates).toMatchObject([{ configName: `${ENDPOINT}-e5-v1`, alarms: [] }]);
    expect(world.notifications.sent).toMatchObject([{ kind: 'ServingMismatch' }]);
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: '', epoch: 2 });
    world.endpoints.finish(ENDPOINT);
    expect(await sweep(world)).toEqual([]);
  });

  it('writes down the champion whose release died before it could, and clears up after it', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(1);
    const { plan } = await started(world, input);
    world.endpoints.finish(ENDPOINT);
    expect(await sweep(world)).toEqual([]);
    world.pass(20);
    expect((await sweep(world))[0]).toMatch(/It is the champion now/);
    expect(await world.ledger.champion('churn').read()).toMatchObject({ version: input.version, epoch: plan.epoch });
    expect([...world.alarms.specs.keys()]).toEqual([`${plan.configName}-backstop`]);
    expect(await sweep(world)).toEqual([]);
  });

  it('does not adopt a version that is not Approved', async () => {
    const world = releaseWorld();
    const champion = await world.serveFirst();
    const input = world.approve(1);
    await started(world, input);
    world.endpoints.finish(ENDPOINT);
    await world.registry.reject(input.version.arn, 'no');
    world.pass(20);
    await sweep(world);
    expect(world.endpoints.updates.at(-1)).toMatchObject({ configName: champion.configName });
  });

  it('reports what only a person can put right, once', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    world.endpoints.states.delete(ENDPOINT);
    expect(await sweep(world)).toHaveLength(1);
    world.pass(5);
    await sweep(world);
    expect(world.notifications.sent).toMatchObject([{ kind: 'ServingMismatch', message: /there is no endpoint/ }]);
  });

  it('writes down a first version that was rejected since, and takes it for a rejected champion', async () => {
    const world = releaseWorld();
    const { version } = world.approve();
    world.endpoints.states.set(ENDPOINT, { status: 'InService', configName: `${ENDPOINT}-e1-v1`, failureReason: '' });
    await world.registry.reject(version.arn, 'no');
    world.pass(5);
    const did = await sweep(world);
    expect(did[0]).toMatch(/It is the champion now/);
    expect(did[1]).toMatch(/rejected in the registry.* was started/);
    expect(world.workflows.started).toMatchObject([{ stateMachine: 'rollback' }]);
  });

  it('reports a first deployment of an unapproved version', async () => {
    const world = releaseWorld();
    world.registry.add('churn');
    world.endpoints.states.set(ENDPOINT, { status: 'InService', configName: `${ENDPOINT}-e1-v1`, failureReason: '' });
    expect((await sweep(world))[0]).toMatch(/Its version 1 is not Approved/);
  });

  it('deletes the alarms of deployments that are over, but not those of one about to start', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    world.alarms.set.set(`${ENDPOINT}-e0-v9-judge-alive`, 'ALARM');
    world.alarms.set.set(`${ENDPOINT}-e1-v1-backstop`, 'OK');
    const lease = { owner: 'other', epoch: 2, leaseUntil: '2026-03-01T00:10:00.000Z' };
    await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    await sweep(world);
    expect(world.alarms.set.size).toBe(2);
    world.pass(11);
    await sweep(world);
    expect([...world.alarms.set.keys()]).toEqual([`${ENDPOINT}-e1-v1-backstop`]);
  });

  it('writes deferred audit records', async () => {
    const world = releaseWorld();
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    await world.audit.appendOrDefer({ model: 'churn', action: 'PullCord', subject: 'x', actor: 'r', reason: '' });
    world.store.fault = () => undefined;
    expect(await sweep(world)).toEqual(['churn deferred records: 1 were written into the audit trail']);
    expect(await world.recorded()).toEqual(['PullCord x']);
  });
});

describe('Reconcile of waiting states', () => {
  const wait = {
    kind: 'transform',
    job: 'dev-churn-candidate-1',
    token: 't',
    model: 'churn',
    run: 'churn-a-1',
    executionArn: 'arn:execution',
    role: 'candidate',
    lastAttempt: false,
    since: '',
  };
  const key = ledgerKeys.wait('transform', wait.job);

  it('answers the token of a job that has ended', async () => {
    const world = releaseWorld();
    await world.store.put(key, JSON.stringify(wait));
    expect(await sweep(world)).toEqual([`${key}: the waiting state was answered`]);
    expect(world.workflows.answers).toMatchObject([{ token: 't', answer: { outcome: 'Scored' } }]);
    expect(world.store.keys()).not.toContain(key);
  });

  it('stops the job of an execution that was aborted', async () => {
    const world = releaseWorld();
    await world.store.put(key, JSON.stringify(wait));
    world.workflows.statuses.set(wait.executionArn, 'ABORTED');
    const { deps, stopped } = reconcileDeps(world);
    await reconcile(schedule, deps);
    expect(stopped).toEqual([wait.job]);
    expect(world.store.keys()).not.toContain(key);
    expect(world.workflows.answers).toEqual([]);
  });

  it('forgets a wait whose state failed before its job was created, and no other', async () => {
    const world = releaseWorld();
    await world.store.put(key, JSON.stringify(wait));
    const { deps } = reconcileDeps(world);
    const jobless = { ...deps, transformJobs: { ...deps.transformJobs, describe: async () => undefined } };
    world.workflows.statuses.set(wait.executionArn, 'RUNNING');
    expect((await reconcile(schedule, jobless)).did).toEqual([]);
    world.workflows.statuses.set(wait.executionArn, 'FAILED');
    expect((await reconcile(schedule, jobless)).did).toHaveLength(1);
    expect(world.store.keys()).not.toContain(key);
  });

  it('goes on with everything else when one wait is unreadable, and fails at the end', async () => {
    const world = releaseWorld();
    await world.store.put('waits/transform/broken.json', '{}');
    await world.store.put(key, JSON.stringify(wait));
    await expect(sweep(world)).rejects.toThrow();
    expect(world.workflows.answers).toHaveLength(1);
  });
});

describe('Reconcile of executions', () => {
  const execution: ExecutionFacts = {
    kind: 'release',
    name: 'churn-v2-1',
    executionArn: 'release:churn-v2-1',
    status: 'SUCCEEDED',
    startedAt: '2026-03-01T00:00:00.000Z',
    stoppedAt: '2026-02-28T23:00:00.000Z',
    input: { model: 'churn', generation: 1 },
    output: {
      confirmation: {
        outcome: 'Released',
        reasons: ['fine'],
        serving: { version: { number: 2, arn: 'a' }, configName: 'c', epoch: 2 },
      },
    },
    error: undefined,
    cause: undefined,
  };

  it('records the end of one whose event was lost, once', async () => {
    const world = releaseWorld();
    const { deps, closed } = reconcileDeps(world);
    closed.set(execution.executionArn, execution);
    expect((await reconcile(schedule, deps)).did).toEqual(['release:churn-v2-1: its end, SUCCEEDED, is recorded']);
    expect((await reconcile(schedule, deps)).did).toEqual([]);
    expect((await reconcile(schedule, { ...deps, closedBefore: new Set() })).did).toEqual([]);
    expect(await world.ledger.run('churn-v2-1').read()).toMatchObject({
      kind: 'release',
      closing: { status: 'SUCCEEDED' },
    });
    expect(await world.audit.read('churn')).toMatchObject([
      { action: 'Close', reason: 'fine', evidence: { outcome: 'Released', serving: 'c', status: 'SUCCEEDED' } },
    ]);
  });

  it('leaves ends alone that are older than what reconcile makes up for', async () => {
    const world = releaseWorld();
    const { deps, closed } = reconcileDeps(world);
    closed.set(execution.executionArn, { ...execution, stoppedAt: '2026-02-20T00:00:00.000Z' });
    expect((await reconcile(schedule, deps)).did).toEqual([]);
  });

  it('records the end that an event tells of, and nothing else', async () => {
    const world = releaseWorld();
    const { deps, closed } = reconcileDeps(world);
    closed.set('arn:x', {
      ...execution,
      kind: 'retrain',
      status: 'FAILED',
      output: undefined,
      error: 'GateFailed',
      cause: 'AUC',
    });
    const detail = { executionArn: 'arn:x', stateMachineArn: 'arn:retrain', name: 'churn-v2-1', status: 'FAILED' };
    const event = {
      ...schedule,
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      detail,
    };
    expect((await reconcile(event, deps)).did).toHaveLength(1);
    expect(await world.audit.read('churn')).toMatchObject([{ reason: 'AUC', evidence: { error: 'GateFailed' } }]);
    const foreign = { ...event, detail: { ...detail, stateMachineArn: 'arn:other' } };
    expect((await reconcile(foreign, deps)).did).toEqual([]);
  });

  it('looks only at the model whose endpoint an event tells of', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const { deps } = reconcileDeps(world);
    world.endpoints.states.set(ENDPOINT, { status: 'InService', configName: 'by-hand', failureReason: '' });
    const detail = { EndpointName: ENDPOINT, EndpointStatus: 'IN_SERVICE' };
    const event = { ...schedule, 'detail-type': 'SageMaker Endpoint State Change', source: 'aws.sagemaker', detail };
    expect((await reconcile(event, deps)).did[0]).toMatch(/no config of this product/);
    expect((await reconcile({ ...event, detail: { ...detail, EndpointName: 'other' } }, deps)).did).toEqual([]);
  });
});
