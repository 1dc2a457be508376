import type {
  BatchDescribeModelPackageOutput,
  CreateModelPackageInput,
  DescribeModelPackageOutput,
  ListModelPackagesOutput,
  UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createSageMakerCloud, type SageMakerCloud, TEST_IMAGE } from '../testing/sagemaker-cloud.ts';

const GROUP = 'flights';
const ARN = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/flights';
const DIGEST = `sha256:${'a'.repeat(64)}`;

async function withGroup(): Promise<SageMakerCloud> {
  const world = createSageMakerCloud();
  await world.call('CreateModelPackageGroup', { ModelPackageGroupName: GROUP, ModelPackageGroupDescription: 'late?' });
  return world;
}

const version = (changes: Partial<CreateModelPackageInput> = {}): CreateModelPackageInput => ({
  ModelPackageGroupName: GROUP,
  InferenceSpecification: {
    Containers: [{ Image: TEST_IMAGE, ModelDataUrl: 's3://models/m.tar.gz' }],
    SupportedContentTypes: ['text/csv'],
    SupportedResponseMIMETypes: ['text/csv'],
  },
  ...changes,
});

const create = (world: SageMakerCloud, changes: Partial<CreateModelPackageInput> = {}) =>
  world.call<{ ModelPackageArn: string }>('CreateModelPackage', version(changes));
const update = (world: SageMakerCloud, changes: Partial<UpdateModelPackageInput>) =>
  world.call('UpdateModelPackage', { ModelPackageArn: `${ARN}/1`, ...changes });
const describePackage = (world: SageMakerCloud, arn = `${ARN}/1`) =>
  world.call<DescribeModelPackageOutput>('DescribeModelPackage', { ModelPackageName: arn });
const list = async (world: SageMakerCloud, input: object) => {
  const output = await world.call<ListModelPackagesOutput>('ListModelPackages', input);
  const versions = output.ModelPackageSummaryList?.map(({ ModelPackageVersion }) => ModelPackageVersion);
  return { versions, token: output.NextToken };
};

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

describe('UpdateModelPackage', () => {
  it('records the approval, its description and who gave it', async () => {
    await using world = await withGroup();
    await create(world);
    await update(world, { ModelApprovalStatus: 'Approved', ApprovalDescription: 'looks good' });
    expect(await describePackage(world)).toMatchObject({
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'looks good',
      LastModifiedTime: world.cloud.clock.date(),
      LastModifiedBy: { IamIdentity: { PrincipalId: 'internal' } },
    });
  });

  it('adds, replaces and removes properties', async () => {
    await using world = await withGroup();
    await create(world, { CustomerMetadataProperties: { a: '1', b: '2' } });
    await update(world, { CustomerMetadataProperties: { b: '3', c: '4' }, CustomerMetadataPropertiesToRemove: ['a'] });
    expect((await describePackage(world)).CustomerMetadataProperties).toEqual({ b: '3', c: '4' });
  });

  it('changes nothing and tells nobody when its ClientToken repeats', async () => {
    await using world = await withGroup();
    await create(world);
    await update(world, { ModelApprovalStatus: 'Approved', ClientToken: 't' });
    const told = world.events.length;
    await update(world, { ModelApprovalStatus: 'Approved', ClientToken: 't' });
    expect(world.events).toHaveLength(told);
  });

  it('refuses a description of 1025 characters', async () => {
    await using world = await withGroup();
    await create(world);
    await expect(update(world, { ApprovalDescription: 'x'.repeat(1025) })).rejects.toThrow('approvalDescription');
  });
});

describe('the event of a model package', () => {
  it('names what an update named, and neither the status before nor who changed it', async () => {
    await using world = await withGroup();
    await create(world, { CustomerMetadataProperties: { a: '1' } });
    await update(world, { ModelApprovalStatus: 'Approved', ApprovalDescription: 'ok' });
    expect(world.events.at(-1)).toEqual({
      source: 'aws.sagemaker',
      detailType: 'SageMaker Model Package State Change',
      resources: [`${ARN}/1`],
      detail: {
        ModelPackageGroupName: GROUP,
        ModelPackageVersion: 1,
        ModelPackageArn: `${ARN}/1`,
        CreationTime: '2026-01-05T00:00:00Z',
        InferenceSpecification: version().InferenceSpecification,
        ModelPackageStatus: 'Completed',
        ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
        CertifyForMarketplace: false,
        ModelApprovalStatus: 'Approved',
        ApprovalDescription: 'ok',
        CustomerMetadataProperties: { a: '1' },
        UpdatedModelPackageFields: ['ModelApprovalStatus', 'ApprovalDescription'],
        LastModifiedTime: '2026-01-05T00:00:00Z',
      },
    });
  });

  it('bears the status Approved also when only metadata of an approved version changes', async () => {
    await using world = await withGroup();
    await create(world, { ModelApprovalStatus: 'Approved' });
    await update(world, { CustomerMetadataProperties: { a: '1' }, SourceUri: 's3://s' });
    expect(world.events.at(-1)?.detail).toMatchObject({
      ModelApprovalStatus: 'Approved',
      UpdatedModelPackageFields: ['sourceUri', 'CustomerMetadataProperties'],
    });
  });

  it('is sent for a creation too, without updated fields', async () => {
    await using world = await withGroup();
    await create(world, { ModelApprovalStatus: 'Approved' });
    expect(world.events).toHaveLength(1);
    expect(world.events[0]?.detail).toMatchObject({ ModelApprovalStatus: 'Approved' });
    expect(world.events[0]?.detail).not.toHaveProperty('UpdatedModelPackageFields');
  });
});

describe('ListModelPackages', () => {
  it('goes through a group by version, by page and by approval', async () => {
    await using world = await withGroup();
    for (let i = 0; i < 12; i++) await create(world, i % 2 === 0 ? { ModelApprovalStatus: 'Approved' } : {});
    const first = await list(world, { ModelPackageGroupName: GROUP });
    expect(first.versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const second = await list(world, { ModelPackageGroupName: GROUP, NextToken: first.token });
    expect(second).toEqual({ versions: [11, 12], token: undefined });
    const newest = {
      ModelPackageGroupName: GROUP,
      ModelApprovalStatus: 'Approved',
      SortOrder: 'Descending',
      MaxResults: 2,
    };
    expect((await list(world, newest)).versions).toEqual([11, 9]);
  });

  it('shows only packages outside groups when no group is named', async () => {
    await using world = await withGroup();
    await create(world);
    expect((await list(world, {})).versions).toEqual([]);
    expect((await list(world, { ModelPackageType: 'Both' })).versions).toEqual([1]);
  });

  it('refuses a page of 101 and a token that is none', async () => {
    await using world = await withGroup();
    await expect(list(world, { MaxResults: 101 })).rejects.toThrow('MaxResults');
    await expect(list(world, { NextToken: 'x' })).rejects.toThrow('Invalid pagination token.');
  });
});

describe('BatchDescribeModelPackage', () => {
  it('answers what it finds and names what it does not', async () => {
    await using world = await withGroup();
    await create(world);
    const output = await world.call<BatchDescribeModelPackageOutput>('BatchDescribeModelPackage', {
      ModelPackageArnList: [`${ARN}/1`, `${ARN}/9`],
    });
    expect(output.ModelPackageSummaries).toMatchObject({ [`${ARN}/1`]: { ModelPackageVersion: 1 } });
    expect(output.BatchDescribeModelPackageErrorMap).toMatchObject({
      [`${ARN}/9`]: { ErrorCode: 'ValidationException' },
    });
  });
});

describe('a model package group', () => {
  it('is described, listed and found by name or ARN', async () => {
    await using world = await withGroup();
    const arn = 'arn:aws:sagemaker:us-east-1:000000000000:model-package-group/flights';
    for (const ModelPackageGroupName of [GROUP, arn]) {
      expect(await world.call('DescribeModelPackageGroup', { ModelPackageGroupName })).toMatchObject({
        ModelPackageGroupName: GROUP,
        ModelPackageGroupArn: arn,
        ModelPackageGroupDescription: 'late?',
        ModelPackageGroupStatus: 'Completed',
      });
    }
    expect(await world.call('ListModelPackageGroups', { NameContains: 'light' })).toMatchObject({
      ModelPackageGroupSummaryList: [{ ModelPackageGroupName: GROUP }],
    });
  });

  it('is created once and not deleted while it holds versions', async () => {
    await using world = await withGroup();
    await expect(world.call('CreateModelPackageGroup', { ModelPackageGroupName: GROUP })).rejects.toThrow(
      'already exists',
    );
    await create(world);
    const remove = () => world.call('DeleteModelPackageGroup', { ModelPackageGroupName: GROUP });
    await expect(remove()).rejects.toMatchObject({ code: 'ConflictException' });
    await world.call('DeleteModelPackage', { ModelPackageName: `${ARN}/1` });
    await remove();
    await expect(world.call('DescribeModelPackageGroup', { ModelPackageGroupName: GROUP })).rejects.toThrow(
      'model-package-group/flights does not exist.',
    );
  });
});
