import {
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  CreateTrainingJobCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  ListModelPackagesCommand,
  ResourceInUse,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import type { CreateService } from '../cloud.ts';
import { createServedCloud } from '../testing/served-cloud.ts';
import { TEST_START } from '../testing/test-cloud.ts';
import { createSageMaker } from './service.ts';

const createBus: CreateService = () => ({ id: 'eventbridge', operations: {}, ports: { emit() {}, log() {} } });

describe('SageMaker over the wire', () => {
  it('answers the SDK: a failed job, its duplicate, and an approval with its author', async () => {
    await using cloud = await createServedCloud({ services: [createBus, createSageMaker] });
    const sagemaker = new SageMakerClient(cloud.client);
    const job = {
      TrainingJobName: 'late-1',
      RoleArn: 'arn:aws:iam::000000000000:role/train',
      AlgorithmSpecification: { TrainingImage: 'unknown:1', TrainingInputMode: 'File' as const },
      OutputDataConfig: { S3OutputPath: 's3://data/artifacts' },
      ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    };
    await sagemaker.send(new CreateTrainingJobCommand(job));
    await expect(sagemaker.send(new CreateTrainingJobCommand(job))).rejects.toBeInstanceOf(ResourceInUse);
    await cloud.clock.runUntilIdle();
    const described = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'late-1' }));
    expect(described.TrainingJobStatus).toBe('Failed');
    expect(described.FailureReason).toMatch(/^ClientError: No command on this machine stands for the image unknown:1/);
    expect(described.CreationTime).toEqual(new Date(TEST_START));
    expect(described.SecondaryStatusTransitions?.map(({ Status }) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Failed',
    ]);

    await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'g' }));
    const { ModelPackageArn } = await sagemaker.send(new CreateModelPackageCommand({ ModelPackageGroupName: 'g' }));
    await sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ModelApprovalStatus: 'Approved' }));
    const version = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: ModelPackageArn }));
    expect(version.LastModifiedBy?.IamIdentity?.PrincipalId).toBe('tester');
    const after = { ModelPackageGroupName: 'g', CreationTimeAfter: new Date(TEST_START + 1_000) };
    const listed = await sagemaker.send(new ListModelPackagesCommand(after));
    expect(listed.ModelPackageSummaryList?.map((summary) => summary.ModelApprovalStatus)).toEqual(['Approved']);
    expect(cloud.logged).toEqual([]);
  });
});
