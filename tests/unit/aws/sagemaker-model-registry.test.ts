import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DescribeModelPackageCommand,
  ListModelPackagesCommand,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewVersion } from '#aws/model-registry.ts';
import { sageMakerModelRegistry } from '#aws/sagemaker-model-registry.ts';

const client = new SageMakerClient({ region: 'us-east-1' });
const sageMaker = mockClient(client);
const registry = sageMakerModelRegistry({ stage: 'dev', client });

const arn = (number: number) => `arn:aws:sagemaker:us-east-1:123456789012:model-package/dev-churn/${number}`;
const metadata = { run: 'churn-1-1', datasetId: 'd1', artifactDigest: 'aa', manifestDigest: 'bb' };
const described = (number: number, run = 'churn-1-1') => ({
  ModelPackageName: 'dev-churn',
  ModelPackageArn: arn(number),
  ModelPackageVersion: number,
  ModelApprovalStatus: 'Approved' as const,
  ModelPackageStatus: 'Completed' as const,
  ModelPackageStatusDetails: { ValidationStatuses: [] },
  CreationTime: new Date('2026-03-01T00:00:00Z'),
  ApprovalDescription: 'looks right',
  LastModifiedBy: { IamIdentity: { Arn: 'arn:aws:sts::123456789012:assumed-role/Reviewer/ada' } },
  CustomerMetadataProperties: { ...metadata, run, championVersion: '3' },
});
const validation = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });

const candidate: NewVersion = {
  model: 'churn',
  metadata: { ...metadata, championVersion: 3 },
  approval: 'PendingManualApproval',
  approvalReason: '',
  description: 'Run churn-1-1',
  imageUri: 'registry/image:1',
  artifactUri: 's3://data/artifacts/churn/model.tar.gz',
  contentTypes: ['text/csv'],
  metrics: { uri: 's3://data/evaluations/e.json', digest: 'c'.repeat(64) },
};

beforeEach(() => sageMaker.reset());

describe('the model registry', () => {
  it('reads a version with the metadata of its run and who changed it', async () => {
    sageMaker.on(DescribeModelPackageCommand).resolves(described(4));
    expect(await registry.describe(arn(4))).toEqual({
      number: 4,
      arn: arn(4),
      approval: 'Approved',
      approvalReason: 'looks right',
      createdAt: '2026-03-01T00:00:00.000Z',
      lastModifiedAt: '2026-03-01T00:00:00.000Z',
      lastModifiedBy: 'arn:aws:sts::123456789012:assumed-role/Reviewer/ada',
      metadata: { ...metadata, championVersion: 3 },
    });
  });

  it('reads a version registered by somebody else without metadata', async () => {
    const { CustomerMetadataProperties: _, ...foreign } = described(4);
    sageMaker.on(DescribeModelPackageCommand).resolves(foreign);
    expect(await registry.describe(arn(4))).not.toHaveProperty('metadata');
  });

  it('answers undefined for a version that is gone, and passes any other refusal on', async () => {
    sageMaker
      .on(DescribeModelPackageCommand)
      .rejectsOnce(validation(`ModelPackage ${arn(9)} does not exist.`))
      .rejectsOnce(validation('1 validation error detected'));
    expect(await registry.describe(arn(9))).toBeUndefined();
    await expect(registry.describe(arn(9))).rejects.toThrow('1 validation error');
  });

  it('lists the newest first, page by page, by status', async () => {
    const summary = (number: number) => ({
      ModelPackageArn: arn(number),
      ModelPackageVersion: number,
      ModelApprovalStatus: 'Approved' as const,
      CreationTime: new Date(number),
      ModelPackageStatus: 'Completed' as const,
    });
    sageMaker
      .on(ListModelPackagesCommand, { NextToken: undefined })
      .resolves({ ModelPackageSummaryList: [summary(3)], NextToken: 'more' })
      .on(ListModelPackagesCommand, { NextToken: 'more' })
      .resolves({ ModelPackageSummaryList: [summary(2)] });
    const listed = await Array.fromAsync(registry.list('churn', 'Approved'));
    expect(listed.map(({ number }) => number)).toEqual([3, 2]);
    expect(sageMaker.commandCalls(ListModelPackagesCommand)[0]?.args[0].input).toMatchObject({
      ModelPackageGroupName: 'dev-churn',
      ModelApprovalStatus: 'Approved',
      SortOrder: 'Descending',
    });
  });

  it('lists nothing for a model that was never registered', async () => {
    sageMaker.on(ListModelPackagesCommand).rejects(validation('Model Package Group dev-churn does not exist.'));
    expect(await Array.fromAsync(registry.list('churn'))).toEqual([]);
  });
});

describe('registering a candidate', () => {
  it('makes the version with its evidence and never approves it', async () => {
    sageMaker.on(ListModelPackagesCommand).resolves({ ModelPackageSummaryList: [] });
    sageMaker.on(CreateModelPackageCommand).resolves({ ModelPackageArn: arn(4) });
    sageMaker.on(DescribeModelPackageCommand).resolves(described(4));
    expect((await registry.create(candidate)).number).toBe(4);
    const input = sageMaker.commandCalls(CreateModelPackageCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      ModelPackageGroupName: 'dev-churn',
      ModelApprovalStatus: 'PendingManualApproval',
      CustomerMetadataProperties: { run: 'churn-1-1', championVersion: '3' },
      ModelMetrics: { ModelQuality: { Statistics: { ContentDigest: `sha256:${'c'.repeat(64)}` } } },
    });
    expect(input?.ClientToken).toMatch(/^[a-zA-Z0-9-]{36}$/);
  });

  it('adopts the version its run registered before', async () => {
    const summaries = [5, 4].map((number) => ({
      ModelPackageArn: arn(number),
      ModelPackageVersion: number,
      CreationTime: new Date(0),
      ModelPackageStatus: 'Completed' as const,
    }));
    sageMaker.on(ListModelPackagesCommand).resolves({ ModelPackageSummaryList: summaries });
    sageMaker.on(DescribeModelPackageCommand, { ModelPackageName: arn(5) }).resolves(described(5, 'churn-2-1'));
    sageMaker.on(DescribeModelPackageCommand, { ModelPackageName: arn(4) }).resolves(described(4));
    expect((await registry.create(candidate)).number).toBe(4);
    expect(sageMaker.commandCalls(CreateModelPackageCommand)).toHaveLength(0);
  });

  it('makes the group once', async () => {
    sageMaker
      .on(CreateModelPackageGroupCommand)
      .resolvesOnce({ ModelPackageGroupArn: 'arn' })
      .rejectsOnce(validation('Model Package Group already exists: dev-churn'))
      .rejectsOnce(validation('Not authorised'));
    await registry.ensureGroup('churn');
    await registry.ensureGroup('churn');
    await expect(registry.ensureGroup('churn')).rejects.toThrow('Not authorised');
  });
});

describe('deciding on a version', () => {
  it('writes status and reason, cut to what SageMaker keeps', async () => {
    sageMaker.on(UpdateModelPackageCommand).resolves({});
    await registry.reject(arn(4), 'x'.repeat(2000));
    await registry.approve(arn(5), 'fine');
    await registry.annotate(arn(5), { championVersion: 4 });
    expect(sageMaker.commandCalls(UpdateModelPackageCommand).map(({ args }) => args[0].input)).toEqual([
      { ModelPackageArn: arn(4), ModelApprovalStatus: 'Rejected', ApprovalDescription: 'x'.repeat(1024) },
      { ModelPackageArn: arn(5), ModelApprovalStatus: 'Approved', ApprovalDescription: 'fine' },
      { ModelPackageArn: arn(5), CustomerMetadataProperties: { championVersion: '4' } },
    ]);
  });
});
