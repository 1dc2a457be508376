import { describe, expect, it } from 'vitest';
import { verifyChain } from '#domain/audit/verify-chain.ts';
import { ENDPOINT, startReleaseLine } from './release-line.ts';

describe('the release workflow', { timeout: 120_000 }, () => {
  it('creates and probes the first endpoint, and makes its version the champion', async () => {
    await using line = await startReleaseLine();
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
});
