import type { CreateModelPackageInput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { ARN, create, describePackage, GROUP, list, update, version, withGroup } from '../testing/registry-cloud.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('a model package', () => {
  it('gets the next version of its group and waits for approval unless said otherwise', async () => {
    await using world = await withGroup();
    expect(await create(world)).toEqual({ ModelPackageArn: `${ARN}/1` });
    expect(await create(world, { ModelApprovalStatus: 'Rejected' })).toEqual({ ModelPackageArn: `${ARN}/2` });
    expect(await describePackage(world)).toMatchObject({
      ModelPackageGroupName: GROUP,
      ModelPackageVersion: 1,
      ModelApprovalStatus: 'PendingManualApproval',
      ModelPackageStatus: 'Completed',
    });
    expect((await describePackage(world, `${ARN}/2`)).ModelApprovalStatus).toBe('Rejected');
  });

  it('is described with all it was registered with', async () => {
    await using world = await withGroup();
    const content = {
      ModelPackageDescription: 'run 7',
      ModelMetrics: {
        ModelQuality: {
          Statistics: { ContentType: 'application/json', S3Uri: 's3://e/1.json', ContentDigest: DIGEST },
        },
      },
      DriftCheckBaselines: {
        ModelDataQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://e/2.json' } },
      },
      MetadataProperties: { CommitId: 'abc', GeneratedBy: 'arn:aws:states:::execution' },
      CustomerMetadataProperties: { dataset: 'd1' },
      ModelLifeCycle: { Stage: 'Development', StageStatus: 'Approved' },
      SourceUri: 's3://source',
      Domain: 'MACHINE_LEARNING',
      Task: 'CLASSIFICATION',
    };
    await create(world, content);
    expect(await describePackage(world)).toMatchObject({
      ...content,
      InferenceSpecification: version().InferenceSpecification,
      CreatedBy: { IamIdentity: { Arn: 'arn:aws:iam::000000000000:user/internal' } },
    });
  });

  it('is created once per ClientToken, and a token is not used for two things', async () => {
    await using world = await withGroup();
    const first = await create(world, { ClientToken: 'run-1' });
    expect(await create(world, { ClientToken: 'run-1' })).toEqual(first);
    await update(world, { ModelApprovalStatus: 'Approved' });
    expect(await create(world, { ClientToken: 'run-1' })).toEqual(first);
    expect((await list(world, { ModelPackageGroupName: GROUP })).versions).toEqual([1]);
    await expect(create(world, { ClientToken: 'run-1', SourceUri: 's3://other' })).rejects.toMatchObject({
      code: 'ConflictException',
    });
  });

  it('does not reuse the number of a deleted version', async () => {
    await using world = await withGroup();
    await create(world);
    await world.call('DeleteModelPackage', { ModelPackageName: `${ARN}/1` });
    expect(await create(world)).toEqual({ ModelPackageArn: `${ARN}/2` });
    await expect(describePackage(world)).rejects.toThrow(`ModelPackage ${ARN}/1 does not exist.`);
  });

  it('may stand outside a group, by a name of its own and without approval', async () => {
    await using world = await withGroup();
    const { ModelPackageGroupName: _, ...alone } = version();
    await world.call('CreateModelPackage', { ...alone, ModelPackageName: 'alone' });
    const described = await describePackage(world, 'alone');
    expect(described).toMatchObject({ ModelPackageName: 'alone' });
    expect(described.ModelApprovalStatus).toBeUndefined();
  });

  it.each<[string, Partial<CreateModelPackageInput>, RegExp]>([
    ['an unknown group', { ModelPackageGroupName: 'none' }, /ModelPackageGroup .*\/none does not exist/],
    ['a name and a group', { ModelPackageName: 'x' }, /Both ModelPackageName and ModelPackageGroupName/],
    ['tags on a version', { Tags: [{ Key: 'a', Value: 'b' }] }, /Tags are not supported/],
    ['a bad token', { ClientToken: 'a_b' }, /'clientToken' failed/],
    ['an unknown approval', { ModelApprovalStatus: 'Maybe' as never }, /Value 'Maybe' at 'modelApprovalStatus'/],
    [
      '51 properties',
      { CustomerMetadataProperties: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [i, ''])) },
      /'customerMetadataProperties'/,
    ],
    ['a long property', { CustomerMetadataProperties: { a: 'x'.repeat(257) } }, /length less than or equal to 256/],
    [
      'a bad digest',
      {
        ModelMetrics: {
          ModelQuality: { Statistics: { ContentType: 'a/b', S3Uri: 's3://a/b', ContentDigest: 'md5:1' } },
        },
      },
      /ModelQuality.Statistics.contentDigest must be sha256/,
    ],
    [
      'metrics without a type',
      { ModelMetrics: { ModelQuality: { Statistics: { ContentType: undefined, S3Uri: 's3://a/b' } } } },
      /contentType/,
    ],
  ])('refuses %s', async (...[, changes, message]) => {
    await using world = await withGroup();
    await expect(create(world, changes)).rejects.toThrow(message);
    expect((await list(world, { ModelPackageGroupName: GROUP })).versions).toEqual([]);
  });
});
