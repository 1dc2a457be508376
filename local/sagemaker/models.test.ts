import type { DescribeModelOutput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { resolveModel } from './resolve-model.ts';
import { createSageMakerCloud, type SageMakerCloud, TEST_IMAGE } from './testing/sagemaker-cloud.ts';

const MODEL_ARN = 'arn:aws:sagemaker:us-east-1:000000000000:model/m';
const PACKAGE = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/g/1';
const create = (world: SageMakerCloud, input: object) => world.call('CreateModel', { ModelName: 'm', ...input });
const plain = {
  PrimaryContainer: { Image: TEST_IMAGE, ModelDataUrl: 's3://models/m.tar.gz', Environment: { A: '1' } },
};

async function withPackage(status: string): Promise<SageMakerCloud> {
  const world = createSageMakerCloud();
  await world.call('CreateModelPackageGroup', { ModelPackageGroupName: 'g' });
  const Containers = [{ Image: TEST_IMAGE, ModelDataUrl: 's3://models/p.tar.gz', Environment: { A: '1', B: '2' } }];
  await world.call('CreateModelPackage', {
    ModelPackageGroupName: 'g',
    ModelApprovalStatus: status,
    InferenceSpecification: { Containers },
  });
  return world;
}

describe('a model', () => {
  it('is created, described, listed, resolved and deleted', async () => {
    await using world = createSageMakerCloud();
    expect(await create(world, plain)).toEqual({ ModelArn: MODEL_ARN });
    const described = await world.call<DescribeModelOutput>('DescribeModel', { ModelName: 'm' });
    expect(described).toMatchObject({ ...plain, ModelArn: MODEL_ARN, CreationTime: world.cloud.clock.date() });
    expect(await world.call('ListModels', {})).toMatchObject({ Models: [{ ModelName: 'm' }] });
    expect(resolveModel(world.cloud, 'm')).toEqual([
      { image: TEST_IMAGE, modelDataUrl: 's3://models/m.tar.gz', environment: { A: '1' } },
    ]);
    await world.call('DeleteModel', { ModelName: 'm' });
    await expect(world.call('DescribeModel', { ModelName: 'm' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: `Could not find model "${MODEL_ARN}".`,
    });
  });

  it('of an approved package runs what the package says, under its own environment', async () => {
    await using world = await withPackage('Approved');
    await create(world, { Containers: [{ ModelPackageName: PACKAGE, Environment: { B: '3' } }] });
    expect(resolveModel(world.cloud, 'm')).toEqual([
      { image: TEST_IMAGE, modelDataUrl: 's3://models/p.tar.gz', environment: { A: '1', B: '3' } },
    ]);
  });

  it.each(['PendingManualApproval', 'Rejected'])('is refused for a package that is %s', async (status) => {
    await using world = await withPackage(status);
    await expect(create(world, { PrimaryContainer: { ModelPackageName: PACKAGE } })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining(`its ModelApprovalStatus is ${status}`),
    });
  });

  it.each<[string, object, RegExp]>([
    ['no container', {}, /either PrimaryContainer or Containers/],
    ['both kinds of containers', { ...plain, Containers: [plain.PrimaryContainer] }, /cannot provide both/],
    ['a container without an image', { PrimaryContainer: {} }, /either Image or ModelPackageName/],
    ['an unknown package', { PrimaryContainer: { ModelPackageName: PACKAGE } }, /does not exist/],
    [
      'an uncompressed model',
      {
        PrimaryContainer: {
          Image: 'x',
          ModelDataSource: { S3DataSource: { S3Uri: 's3://a/b/', S3DataType: 'S3Prefix', CompressionType: 'None' } },
        },
      },
      /not supported by the embedded AWS/,
    ],
  ])('is refused with %s', async (...[, input, message]) => {
    await using world = createSageMakerCloud();
    await expect(create(world, input)).rejects.toThrow(message);
  });

  it('is refused by a name that is taken', async () => {
    await using world = createSageMakerCloud();
    await create(world, plain);
    await expect(create(world, plain)).rejects.toThrow(`Cannot create already existing model "${MODEL_ARN}".`);
  });
});

describe('tags', () => {
  it('are given at creation, added, listed and taken away', async () => {
    await using world = createSageMakerCloud();
    await create(world, { ...plain, Tags: [{ Key: 'a', Value: '1' }] });
    const ResourceArn = MODEL_ARN;
    await world.call('AddTags', {
      ResourceArn,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '3' },
      ],
    });
    await world.call('DeleteTags', { ResourceArn, TagKeys: ['b'] });
    expect(await world.call('ListTags', { ResourceArn })).toEqual({ Tags: [{ Key: 'a', Value: '2' }] });
    await world.call('DeleteModel', { ModelName: 'm' });
    expect(await world.call('ListTags', { ResourceArn })).toEqual({ Tags: [] });
  });

  it('are limited to 50 and to resources of this account', async () => {
    await using world = createSageMakerCloud();
    const Tags = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await expect(world.call('AddTags', { ResourceArn: MODEL_ARN, Tags })).rejects.toThrow('at most 50 tags');
    await expect(world.call('ListTags', { ResourceArn: 'arn:aws:s3:::b' })).rejects.toThrow(
      'not the ARN of a SageMaker',
    );
  });
});
