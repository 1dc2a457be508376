import { describe, expect, it } from 'vitest';
import { confirmRelease } from '#functions/confirm-release.ts';
import type { Watch } from '#statemachines/release.data.ts';
import { ENDPOINT, releaseWorld } from '../../fakes/release-world.ts';
import { confirmed, started } from './release-stages.ts';

const look: Watch = {
  status: 'Settled',
  verdict: 'Healthy',
  decided: true,
  looks: 18,
  waitSeconds: 60,
  traffic: { green: { requests: 900, failures: 1 }, blue: { requests: 5000, failures: 4 } },
  metrics: [],
  eValue: 0.4,
  reasons: ['Green failed 1 of 900.'],
  bakes: [],
  evidenceUri: 's3://data/traffic.json',
};

async function settled(watch: Partial<Watch>, end: 'finish' | 'goBack' = 'finish', world = releaseWorld()) {
  const champion = await world.serveFirst();
  const input = world.approve(1);
  world.pass(-60);
  world.serve(30, { [champion.configName]: { requests: 300, failures: 3 } });
  world.pass(60);
  const stage = { ...input, ...(await started(world, input)), watch: { ...look, ...watch } };
  world.endpoints[end](ENDPOINT);
  return { world, stage, champion };
}

describe('ConfirmRelease of a healthy release', () => {
  it('moves the champion, frees the lease, keeps only the backstop, tells', async () => {
    const { world, stage, champion } = await settled({});
    const { plan } = stage;
    expect(await confirmed(world, stage)).toEqual({
      outcome: 'Released',
      serving: { version: stage.version, configName: plan.configName, epoch: 2 },
      reasons: look.reasons,
      evidenceUri: look.evidenceUri,
    });
    expect(await world.ledger.champion('churn').read()).toMatchObject({
      version: stage.version,
      epoch: 2,
      release: stage.release,
      watchUntil: '2026-03-02T00:00:00.000Z',
      baseline: { '5xx': { requests: 9000, failures: 90 }, '4xx': { requests: 9000, failures: 0 } },
      past: [{ version: champion.version, ended: 'Replaced' }],
    });
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: '', epoch: 2 });
    expect([...world.alarms.specs.keys()]).toEqual([`${plan.configName}-backstop`]);
    expect(world.notifications.sent).toMatchObject([{ kind: 'Released', subject: 'churn: version 2 serves' }]);
    expect(world.registry.get(stage.version.arn).approval).toBe('Approved');
  });

  it('does all of it once when it is run again', async () => {
    const { world, stage } = await settled({});
    const first = await confirmed(world, stage);
    const before = await world.ledger.champion('churn').read();
    world.pass(1);
    expect(await confirmed(world, stage)).toMatchObject({ outcome: first.outcome });
    expect(await world.ledger.champion('churn').read()).toEqual(before);
    expect((await world.recorded()).filter((record) => record.startsWith('ConfirmRelease'))).toHaveLength(1);
  });

  it('stops before the champion moves when it cannot be recorded', async () => {
    const { world, stage, champion } = await settled({});
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    await expect(confirmed(world, stage)).rejects.toMatchObject({ name: 'AuditUnavailableError' });
    expect((await world.ledger.champion('churn').read())?.version).toEqual(champion.version);
  });

  it('starts the release of the version that waited', async () => {
    const { world, stage } = await settled({});
    const next = world.approve(2);
    const desired = {
      version: next.version,
      key: next.trigger.key,
      generation: 2,
      at: '',
      actor: 'ada',
      reason: 'busy',
    };
    await world.ledger.desired('churn').change(() => ({ write: desired, result: undefined }));
    await confirmed(world, stage);
    expect(world.workflows.started).toMatchObject([
      { stateMachine: 'release', input: { version: next.version, generation: 2, trigger: { kind: 'desired' } } },
    ]);
  });

  it('asks for no verdict where no bake was asked for', async () => {
    const { world, stage } = await settled({ verdict: 'Inconclusive' });
    const plan = { ...stage.plan, waits: [] };
    expect((await confirmRelease({ ...stage, plan }, world)).outcome).toBe('Released');
  });
});

describe('ConfirmRelease of a release that SageMaker took back', () => {
  it('rejects the version with the cause, clears up, frees the lease and leaves the champion', async () => {
    const cord = { pulledAt: '2026-03-01T00:10:00.000Z', reason: 'Green failed 12 of 60.' };
    const { world, stage, champion } = await settled({ verdict: 'Harmful', cord }, 'goBack');
    expect(await confirmed(world, stage)).toMatchObject({ outcome: 'RolledBack', reasons: [cord.reason] });
    expect(world.registry.get(stage.version.arn)).toMatchObject({
      approval: 'Rejected',
      approvalReason: 'RolledBack: Green failed 12 of 60.',
    });
    expect((await world.ledger.champion('churn').read())?.version).toEqual(champion.version);
    expect(world.alarms.specs.size).toBe(0);
    expect(world.endpoints.configs.has(stage.plan.configName)).toBe(false);
    expect(await world.ledger.lease('churn').read()).toMatchObject({ owner: '' });
    expect(world.notifications.sent).toMatchObject([{ kind: 'ReleaseRolledBack' }]);
  });

  it('finds a rollback that says nothing, and names the alarm that did it', async () => {
    const { world, stage } = await settled({}, 'goBack');
    world.alarms.set.set(`${stage.plan.configName}-backstop`, 'ALARM');
    expect((await confirmed(world, stage)).reasons).toEqual([
      `The alarm ${stage.plan.configName}-backstop was raised.`,
    ]);
  });

  it('gives SageMaker’s reason, or says that there is none', async () => {
    const { world, stage } = await settled({}, 'goBack');
    const state = world.endpoints.states.get(ENDPOINT)!;
    world.endpoints.states.set(ENDPOINT, { ...state, failureReason: 'The container did not start.' });
    expect((await confirmed(world, stage)).reasons).toEqual(['The container did not start.']);
    const other = await settled({}, 'goBack');
    expect((await confirmed(other.world, other.stage)).reasons[0]).toMatch(/without a reason/);
  });

  it('leaves a person’s reason for a rejection as it is', async () => {
    const { world, stage } = await settled({}, 'goBack');
    await world.registry.reject(stage.version.arn, 'second thoughts');
    await confirmed(world, stage);
    expect(world.registry.get(stage.version.arn).approvalReason).toBe('second thoughts');
  });

  it('does not wait for the audit trail', async () => {
    const { world, stage } = await settled({}, 'goBack');
    world.store.fault = ({ key }) => {
      if (key.startsWith('audit/')) throw new Error('503');
      return undefined;
    };
    expect((await confirmed(world, stage)).outcome).toBe('RolledBack');
    world.store.fault = () => undefined;
    expect(await world.audit.recordDeferred('churn')).toBe(1);
  });
});

describe('ConfirmRelease of what must not serve', () => {
  it('starts a rollback when SageMaker finished before the cord was heard', async () => {
    const { world, stage } = await settled({ verdict: 'Harmful' });
    const confirmation = await confirmed(world, stage);
    expect(confirmation).toMatchObject({ outcome: 'RolledBack', reasons: [/takes it back/] });
    expect((await world.ledger.champion('churn').read())?.version).toEqual(stage.version);
    expect(world.workflows.started).toMatchObject([
      {
        stateMachine: 'rollback',
        input: { version: stage.version, trigger: { kind: 'alarm', key: 'rollback:churn@2' } },
      },
    ]);
  });

  it('deletes a first endpoint that is not healthy and rejects its version', async () => {
    const world = releaseWorld();
    const input = world.approve();
    const stage = { ...input, ...(await started(world, input)), watch: { ...look, verdict: 'Harmful' as const } };
    world.endpoints.finish(ENDPOINT);
    expect(await confirmed(world, stage)).toMatchObject({ outcome: 'FirstReleaseFailed', reasons: look.reasons });
    expect(world.endpoints.deleted).toEqual([ENDPOINT]);
    expect(world.registry.get(stage.version.arn).approval).toBe('Rejected');
    expect(world.notifications.sent).toMatchObject([{ kind: 'FirstReleaseFailed' }]);
  });

  it('makes a healthy first endpoint the champion, with nothing to watch it against', async () => {
    const world = releaseWorld();
    const input = world.approve();
    const stage = { ...input, ...(await started(world, input)), watch: look };
    world.endpoints.finish(ENDPOINT);
    expect((await confirmed(world, stage)).outcome).toBe('Released');
    const champion = await world.ledger.champion('churn').read();
    expect(champion).toMatchObject({ version: stage.version, epoch: 1, past: [] });
    expect(champion).not.toHaveProperty('watchUntil');
  });

  it('pauses the model and pages when SageMaker could not go back', async () => {
    const { world, stage } = await settled({ verdict: 'Harmful' }, 'goBack');
    const stuck = { status: 'UpdateRollbackFailed', configName: 'x', failureReason: 'no capacity' } as const;
    world.endpoints.states.set(ENDPOINT, stuck);
    expect(await confirmed(world, stage)).toMatchObject({ outcome: 'Failed', reasons: ['no capacity'] });
    expect(await world.ledger.paused('churn').read()).toMatchObject({ paused: true, reason: 'no capacity' });
    expect(world.notifications.sent).toMatchObject([{ kind: 'RollbackFailed' }]);
    expect(world.workflows.started).toEqual([]);
  });
});

describe('ConfirmRelease after the lease was lost', () => {
  it('says nothing of the version, which waits for its next turn, and clears up what was never used', async () => {
    const world = releaseWorld();
    await world.serveFirst();
    const input = world.approve(1);
    const { plan } = await started(world, input);
    world.endpoints.goBack(ENDPOINT);
    const shift = { outcome: 'LeaseLost', startedAt: '', attempts: 1, reason: 'rollback-1 took over.' } as const;
    expect(await confirmRelease({ ...input, plan, shift }, world)).toMatchObject({ outcome: 'LeaseLost' });
    expect(world.registry.get(input.version.arn).approval).toBe('Approved');
    expect(await world.ledger.desired('churn').read()).toMatchObject({ version: input.version, generation: 2 });
    expect(world.endpoints.configs.has(plan.configName)).toBe(false);
    expect(world.alarms.specs.size).toBe(0);
  });

  it('leaves the config that serves', async () => {
    const { world, stage } = await settled({});
    const lease = { owner: 'rollback-1', epoch: 9, leaseUntil: '2026-03-02T00:00:00.000Z' };
    await world.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    expect((await confirmed(world, stage)).outcome).toBe('LeaseLost');
    expect(world.endpoints.configs.has(stage.plan.configName)).toBe(true);
    expect((await world.ledger.champion('churn').read())?.epoch).toBe(1);
  });

  it('is run again later while its own deployment is somehow still under way', async () => {
    const { world, stage } = await settled({});
    const state = {
      status: 'Updating',
      configName: 'x',
      failureReason: '',
      pending: { configName: stage.plan.configName },
    };
    world.endpoints.states.set(ENDPOINT, state as never);
    await expect(confirmed(world, stage)).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });
});
