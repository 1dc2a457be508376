import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '#domain/audit/verify-chain.ts';
import { Judge } from '#domain/manifest/schema.ts';
import type { FaultPoint } from '../../local/cloud.ts';
import { ENDPOINT, type ReleaseLine, startReleaseLine } from './release-line.ts';

/** Requests a second. */
const TRAFFIC = 2;

/** Answers of one fleet that fail, a share of them, in a fixed order. */
function failing(configName: string, share: number) {
  let count = 0;
  return ({ service, subject }: FaultPoint) => {
    if (service !== 'sagemaker-runtime' || subject.EndpointConfigName !== configName) return undefined;
    count += 1;
    const fails = Math.floor(count * share) > Math.floor((count - 1) * share);
    return fails ? { id: 'bad', error: { code: 'ModelError', message: 'bad model', status: 500 } } : undefined;
  };
}

describe('the release workflow', { timeout: 120_000 }, () => {
  let line: ReleaseLine;
  beforeAll(async () => {
    line = await startReleaseLine();
  }, 120_000);
  afterAll(async () => line[Symbol.asyncDispose]());

  it('creates and probes the first endpoint, and makes its version the champion', async () => {
    const input = await line.approve();
    expect(await line.release(input)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.champion()).toMatchObject({ version: input.version, configName: `${ENDPOINT}-e1-v1` });
    expect(await line.serving()).toBe(`${ENDPOINT}-e1-v1`);
    expect(await line.recorded()).toEqual([
      `AdmitRelease ${input.release}`,
      `CreateDeployment ${ENDPOINT}-e1-v1`,
      `ConfirmRelease ${input.release}`,
    ]);
  });

  it('shifts a healthy version by canary under traffic, and fails no request', async () => {
    await line.pass(10, TRAFFIC);
    const input = await line.approve(1);
    const execution = await line.release(input, TRAFFIC);
    expect(execution.cause ?? execution.status).toBe('SUCCEEDED');
    expect(await line.champion()).toMatchObject({
      version: input.version,
      epoch: 2,
      past: [{ version: { number: 1 } }],
    });
    expect(await line.serving()).toBe(`${ENDPOINT}-e2-v2`);
    expect(line.served).toMatchObject({ failed: 0 });
    expect(line.served.requests).toBeGreaterThan(2000);
  });

  it('takes a version back that fails under traffic, rejects it with the cause and leaves what served', async () => {
    const input = await line.approve(2);
    const config = `${ENDPOINT}-e3-v3`;
    line.breaks(failing(config, 0.2));
    const execution = await line.release(input, TRAFFIC);
    line.breaks(() => undefined);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ReleaseRolledBack' });
    expect(execution.cause).toMatch(/Green failed/);
    expect(await line.serving()).toBe(`${ENDPOINT}-e2-v2`);
    expect((await line.champion())?.version.number).toBe(2);
    expect(await line.deps.registry.describe(input.version.arn)).toMatchObject({ approval: 'Rejected' });
    expect(await line.recorded()).toContain(`PullCord ${config}`);
    expect((await line.deps.ledger.lease('churn').read())?.owner).toBe('');
  });

  it('takes a version back that gets too little traffic to be known', async () => {
    const input = await line.approve(2);
    const execution = await line.release(input);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ReleaseRolledBack' });
    expect(execution.cause).toMatch(/Not known to be healthy/);
    expect(await line.serving()).toBe(`${ENDPOINT}-e2-v2`);
  });

  it('is taken back by SageMaker itself when nobody watches, and reconcile finds nothing wrong', async () => {
    const input = await line.approve(2);
    const dead = Array.from({ length: 50 }, () => Object.assign(new Error('no network'), { name: 'Error' }));
    line.failures.set('WatchTraffic', dead);
    const execution = await line.release(input, TRAFFIC);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Error' });
    await line.pass(15, TRAFFIC);
    expect(await line.serving()).toBe(`${ENDPOINT}-e2-v2`);
    await line.reconcile();
    expect((await line.champion())?.version.number).toBe(2);
    line.failures.clear();
  });

  it('releases a version of a quiet endpoint that is probed', async () => {
    const { churn } = line.deps.catalog;
    const judge = Judge.parse({ probesPerMinute: 60 });
    const manifest = { ...churn!.manifest, release: { ...churn!.manifest.release, judge } };
    Object.assign(line.deps.catalog, { churn: { ...churn, manifest } });
    const input = await line.approve(2);
    const execution = await line.release(input);
    Object.assign(line.deps.catalog, { churn });
    expect(execution.cause ?? execution.status).toBe('SUCCEEDED');
    expect((await line.champion())?.version).toEqual(input.version);
  });

  it('leaves a chain that verifies', async () => {
    expect(verifyChain(await line.deps.audit.read('churn'))).toMatchObject({ ok: true });
  });
});
