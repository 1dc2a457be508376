import { describe, expect, it } from 'vitest';
import { createTestCloud } from '../../testing/test-cloud.ts';
import { InferenceServers, type ServedVariant } from './inference-servers.ts';
import { FakeContainers } from './testing/fake-container.ts';

const silent = () => ({ id: 'logs' as const, operations: {}, ports: { log() {} } });

function served(name: string): ServedVariant {
  const counts = { weight: 1, desiredWeight: 1, instances: 1, desiredInstances: 1 };
  const container = { image: name, environment: {} };
  const variant = { name, modelName: name, instanceType: 'ml.m5.large', container, ...counts };
  return { endpoint: name, fleet: { id: name, configName: name, variants: [variant], metricSeconds: 60 }, variant };
}

describe('inference servers', () => {
  it('start once, however often they are asked to', async () => {
    await using cloud = createTestCloud({ services: [silent] });
    const containers = new FakeContainers();
    const servers = new InferenceServers(cloud, containers);
    await Promise.all([servers.start(served('a')), servers.start(served('a'))]);
    await servers.start(served('a'));
    expect(containers.started).toBe(1);
    await servers.close();
  });

  it('let the one that was idle for longest sleep when there are too many', async () => {
    await using cloud = createTestCloud({ services: [silent] });
    const containers = new FakeContainers();
    const servers = new InferenceServers(cloud, containers, 2);
    for (const name of ['a', 'b']) await servers.start(served(name));
    servers.lease(served('a')).release();
    await servers.start(served('c'));
    expect(containers.running).toEqual(['a', 'c']);
    const lease = servers.lease(served('b'));
    expect(await lease.port()).toBeGreaterThan(0);
    expect(containers.running).toEqual(['c', 'b']);
    lease.release();
    await servers.close();
    expect(containers.running).toEqual([]);
  });

  it('never put one to sleep that has a request in flight', async () => {
    await using cloud = createTestCloud({ services: [silent] });
    const containers = new FakeContainers();
    const servers = new InferenceServers(cloud, containers, 1);
    await servers.start(served('a'));
    const lease = servers.lease(served('a'));
    await servers.start(served('b'));
    expect(containers.running).toEqual(['a', 'b']);
    lease.release();
    await servers.close();
  });

  it('hold the clock while one starts', async () => {
    await using cloud = createTestCloud({ services: [silent] });
    const servers = new InferenceServers(cloud, new FakeContainers());
    const started = servers.start(served('a'));
    expect(cloud.clock.holders()).toEqual(['an inference server starts']);
    await started;
    expect(cloud.clock.holders()).toEqual([]);
    await servers.close();
  });

  it('wait for the requests in flight before they stop', async () => {
    await using cloud = createTestCloud({ services: [silent] });
    const containers = new FakeContainers();
    const servers = new InferenceServers(cloud, containers);
    await servers.start(served('a'));
    const lease = servers.lease(served('a'));
    servers.stop(served('a'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(containers.running).toEqual(['a']);
    lease.release();
    await expect.poll(() => containers.running).toEqual([]);
  });
});
