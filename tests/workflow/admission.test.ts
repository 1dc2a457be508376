import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT, type ReleaseLine, startReleaseLine } from './release-line.ts';

const TRAFFIC = 2;

describe('the admission of a release', { timeout: 120_000 }, () => {
  let line: ReleaseLine;
  beforeAll(async () => {
    line = await startReleaseLine();
    await line.release(await line.approve());
    await line.pass(5, TRAFFIC);
  }, 120_000);
  afterAll(async () => line[Symbol.asyncDispose]());

  const admission = ({ output }: { output?: string }) =>
    (JSON.parse(output ?? '{}') as { admission: object }).admission;

  it('ends Superseded for a version that was rejected since, or is older than the champion', async () => {
    const input = await line.approve(1);
    await line.deps.registry.reject(input.version.arn, 'no');
    expect(admission(await line.release(input))).toMatchObject({ outcome: 'Superseded' });
    const again = { ...input, release: 'churn-v1-again', version: (await line.champion())!.version };
    expect(admission(await line.release(again))).toMatchObject({ outcome: 'Superseded', reason: /already serves/ });
  });

  it('queues behind the release that holds the lease, which starts the newest when it is done', async () => {
    const [first, second, third] = [await line.approve(1), await line.approve(1), await line.approve(1)];
    await line.start('release', first);
    await line.pass(1, TRAFFIC);
    expect(admission(await line.release(second))).toMatchObject({ outcome: 'Queued' });
    expect(admission(await line.release(third))).toMatchObject({ outcome: 'Queued' });
    expect(await line.until('release', first.release, TRAFFIC)).toMatchObject({ status: 'SUCCEEDED' });

    const desired = await line.deps.ledger.desired('churn').read();
    expect(desired?.version).toEqual(third.version);
    const { executions } = (await line.cloud.call('sfn', 'ListExecutions', {
      stateMachineArn: line.deps.releaseStateMachine,
      statusFilter: 'RUNNING',
    })) as { executions: { name: string }[] };
    expect(executions).toHaveLength(1);
    const next = await line.until('release', executions[0]!.name, TRAFFIC);
    expect(next.cause ?? next.status).toBe('SUCCEEDED');
    expect((await line.champion())?.version).toEqual(third.version);
  });

  it.each([
    ['Passed', 'SUCCEEDED', undefined],
    ['Failed', 'FAILED', 'GateFailed'],
    ['Inconclusive', 'FAILED', 'EvidenceInconclusive'],
  ] as const)('judges a stale version again, and ends by what the gates say: %s', async (verdict, status, error) => {
    line.gatesSay(verdict);
    const before = (await line.champion())?.version.number ?? 0;
    // No version of this number has ever served.
    const input = await line.approve(77);
    const execution = await line.release(input, TRAFFIC);
    expect(execution).toMatchObject({ status });
    expect(execution.error).toBe(error);
    expect(await line.recorded()).toContain(`AdmitRelease ${input.release}/rescore`);
    expect((await line.champion())?.version.number).toBe(verdict === 'Passed' ? input.version.number : before);
  });

  it('stops at AdmitRelease while the audit trail is down, and goes on there when it is redriven', async () => {
    const champion = (await line.champion())!;
    const input = await line.approve(champion.version.number);
    line.breaks(({ service, operation, subject }) =>
      service === 's3' && operation === 'PutObject' && subject.Key?.startsWith('audit/')
        ? { id: 'audit', error: { code: 'ServiceUnavailable', message: 'down', status: 503 } }
        : undefined,
    );
    expect(await line.release(input, TRAFFIC)).toMatchObject({ status: 'FAILED', error: 'AuditUnavailableError' });
    expect(await line.serving()).toBe(champion.configName);
    line.breaks(() => undefined);
    const executionArn = `${line.deps.releaseStateMachine.replace(':stateMachine:', ':execution:')}:${input.release}`;
    await line.cloud.call('sfn', 'RedriveExecution', { executionArn });
    expect(await line.until('release', input.release, TRAFFIC)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await line.serving()).toBe(`${ENDPOINT}-e${champion.epoch + 1}-v${input.version.number}`);
  });

  it('gives way to a rollback that took the lease before traffic was shifted', async () => {
    const { version, configName } = (await line.champion())!;
    const input = await line.approve(version.number);
    // While CreateDeployment waits to be tried again.
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ServiceThrottledError' });
    line.failures.set('CreateDeployment', [throttled]);
    await line.start('release', input);
    await line.pass(0);
    const lease = { owner: 'churn-back-1', epoch: 99, leaseUntil: '2030-01-01T00:00:00.000Z' };
    await line.deps.ledger.lease('churn').change(() => ({ write: lease, result: undefined }));
    const execution = await line.until('release', input.release);
    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '{}')).toMatchObject({ confirmation: { outcome: 'LeaseLost' } });
    expect(await line.serving()).toBe(configName);
    expect((await line.deps.ledger.desired('churn').read())?.version).toEqual(input.version);
  });
});
