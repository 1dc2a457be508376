import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CreateService } from '../../cloud.ts';
import { createSageMakerRuntime } from '../../sagemaker-runtime/service.ts';
import { createTestCloud } from '../../testing/test-cloud.ts';
import { createModelOperations } from '../models.ts';
import { createMemoryS3 } from '../testing/memory-s3.ts';
import { modelArchive } from '../testing/sagemaker-cloud.ts';
import { createEndpointOperations } from './operations.ts';

/** Model operations and endpoints as the SageMaker service has them, on real child processes. */
const createEndpoints: CreateService = (cloud) => {
  const endpoints = createEndpointOperations(cloud);
  return { id: 'sagemaker', ...endpoints, operations: { ...createModelOperations(cloud), ...endpoints.operations } };
};

function createCloud(root: string, logs: string[]) {
  const directory = join(root, 'store');
  mkdirSync(directory, { recursive: true });
  const serve = [process.execPath, fileURLToPath(new URL('../testing/fixtures/serve.mjs', import.meta.url))];
  writeFileSync(join(root, 'images.json'), JSON.stringify({ 'multiplier:*': { serve } }));
  const createWorld: CreateService = () => ({
    id: 'eventbridge',
    operations: {},
    ports: { emit() {}, metric() {}, log: ({ group, message }) => void logs.push(`${group} ${message}`) },
  });
  const services = [createMemoryS3, createWorld, createEndpoints, createSageMakerRuntime];
  return createTestCloud({ directory, services });
}

type TestCloud = ReturnType<typeof createCloud>;

/** A model that multiplies by `factor`, and an endpoint configuration of the same name; no factor, no model data. */
async function addModel(cloud: TestCloud, name: string, factor?: string): Promise<void> {
  const location = { Bucket: 'artifacts', Key: `${name}.tar.gz` };
  if (factor !== undefined) await cloud.call('s3', 'PutObject', { ...location, Body: modelArchive({ factor }) });
  const PrimaryContainer = { Image: 'multiplier:1', ModelDataUrl: `s3://artifacts/${name}.tar.gz` };
  await cloud.call('sagemaker', 'CreateModel', { ModelName: name, ExecutionRoleArn: 'role', PrimaryContainer });
  await cloud.call('sagemaker', 'CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [
      { VariantName: 'AllTraffic', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
    ],
  });
}

async function predict(cloud: TestCloud): Promise<string> {
  const input = { EndpointName: 'sums', ContentType: 'text/csv', Body: Buffer.from('1,2\n3,4\n') };
  const output = await cloud.call('sagemaker-runtime', 'InvokeEndpoint', input);
  return Buffer.from((output as { Body: Uint8Array }).Body).toString();
}

describe('an endpoint with a real inference server', () => {
  it('serves the model’s predictions, before and after an update and a restart', async () => {
    const root = mkdtempSync(join(tmpdir(), 'andon-real-container-'));
    const logs: string[] = [];
    {
      await using cloud = createCloud(root, logs);
      await addModel(cloud, 'tenfold', '10');
      await cloud.call('sagemaker', 'CreateEndpoint', { EndpointName: 'sums', EndpointConfigName: 'tenfold' });
      await cloud.clock.runUntilIdle();
      expect(await predict(cloud)).toBe('30\n70\n');
      expect(logs).toContain('/aws/sagemaker/Endpoints/sums serving with factor 10');
      await addModel(cloud, 'twofold', '2');
      await cloud.call('sagemaker', 'UpdateEndpoint', { EndpointName: 'sums', EndpointConfigName: 'twofold' });
      await cloud.clock.runUntilIdle();
      expect(await predict(cloud)).toBe('6\n14\n');
    }
    {
      await using cloud = createCloud(root, logs);
      expect(await predict(cloud)).toBe('6\n14\n');
    }
    rmSync(root, { recursive: true, force: true });
  });

  it('is Failed with what was missing when the model has no data', async () => {
    const root = mkdtempSync(join(tmpdir(), 'andon-real-container-'));
    {
      await using cloud = createCloud(root, []);
      await addModel(cloud, 'nowhere');
      await cloud.call('sagemaker', 'CreateEndpoint', { EndpointName: 'sums', EndpointConfigName: 'nowhere' });
      await cloud.clock.runUntilIdle();
      expect(await cloud.call('sagemaker', 'DescribeEndpoint', { EndpointName: 'sums' })).toMatchObject({
        EndpointStatus: 'Failed',
        FailureReason: expect.stringContaining('s3://artifacts/nowhere.tar.gz'),
      });
    }
    rmSync(root, { recursive: true, force: true });
  });
});
