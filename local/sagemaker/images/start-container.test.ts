import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSageMakerCloud, modelArchive, TEST_IMAGE } from '../testing/sagemaker-cloud.ts';
import { ContainerError } from './container-error.ts';
import { type ContainerRequest, startContainer } from './start-container.ts';

const MODEL = 's3://models/m/model.tar.gz';

describe('startContainer', () => {
  const request = (changes: Partial<ContainerRequest> = {}): ContainerRequest => ({
    image: TEST_IMAGE,
    modelDataUrl: MODEL,
    environment: {},
    onLine: () => {},
    ...changes,
  });

  it('serves the unpacked model on a loopback port and hands on what it prints', async () => {
    await using world = createSageMakerCloud();
    await world.put(MODEL, modelArchive({ factor: '3' }));
    const lines: string[] = [];

    const container = await startContainer(world.cloud, request({ onLine: (line) => void lines.push(line) }));
    const response = await fetch(`http://127.0.0.1:${container.port}/invocations`, { method: 'POST', body: '1,2\n4' });

    expect(await response.text()).toBe('9\n12\n');
    expect(lines).toContain('serving with factor 3');
    await container.stop();
    await expect(fetch(`http://127.0.0.1:${container.port}/ping`)).rejects.toThrow();
    expect(readdirSync(join(world.cloud.directory, 'containers'))).toEqual([]);
  });

  it('tells when the server goes by itself, but not when it is stopped', async () => {
    await using world = createSageMakerCloud();
    await world.put(MODEL, modelArchive({ factor: '1' }));
    const dying = await startContainer(world.cloud, request());
    const exit = new Promise<number>((resolve) => dying.onExit(resolve));
    await fetch(`http://127.0.0.1:${dying.port}/die`).catch(() => {});
    expect(await exit).toBe(3);
    await dying.stop();

    const stopped = await startContainer(world.cloud, request());
    let told = false;
    stopped.onExit(() => {
      told = true;
    });
    await stopped.stop();
    expect(told).toBe(false);
  });

  it.each([
    ['UnknownImage', request({ image: 'unknown:1' }), /No command on this machine stands for the image unknown:1/],
    ['ModelDataNotFound', request({ modelDataUrl: 's3://models/none.tar.gz' }), /"s3:\/\/models\/none.tar.gz"/],
    ['ModelDataUnreadable', request({ modelDataUrl: 's3://models/text' }), /not a gzipped tar archive/],
    ['ContainerExited', request({ environment: { EXIT_AT_START: '7' } }), /exited with code 7/],
    ['PingFailed', request({ environment: { SICK: '1' }, pingLimitMs: 400 }), /did not pass the ping health check/],
  ])('fails by the name %s and leaves nothing behind', async (failure, bad, message) => {
    await using world = createSageMakerCloud();
    await world.put(MODEL, modelArchive({ factor: '1' }));
    await world.put('s3://models/text', 'no archive');

    const error = await startContainer(world.cloud, bad).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(ContainerError);
    expect(error).toMatchObject({ failure, message: expect.stringMatching(message) });
    const containers = join(world.cloud.directory, 'containers');
    expect(existsSync(containers) ? readdirSync(containers) : []).toEqual([]);
  });
});
