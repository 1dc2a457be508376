import { describe, expect, it } from 'vitest';
import type { FaultPoint, ServiceId } from '../../local/cloud.ts';
import { deniedBy } from './iam.ts';

const call = (service: ServiceId, operation: string, subject: Record<string, string>): FaultPoint => ({
  service,
  operation,
  subject,
});

describe('The roles that the workflow tests hold the functions to', () => {
  it('allow what a .yml file allows', () => {
    const marker = { Bucket: 'data', Key: 'landing/tiny/a.csv', VersionId: 'v1' };
    expect(deniedBy('validate-dataset', call('s3', 'GetObject', marker))).toBeUndefined();
    expect(deniedBy('snapshot-dataset', call('s3', 'ListObjectVersions', { Bucket: 'data' }))).toBeUndefined();
  });

  it.each([
    ['intake', call('s3', 'DeleteObject', { Bucket: 'ledger', Key: 'models/tiny/landing.json' }), 's3:DeleteObject'],
    [
      'intake',
      call('s3', 'PutObject', { Bucket: 'ledger', Key: 'audit/tiny/1.json' }),
      's3:PutObject on arn:aws:s3:::ledger/audit',
    ],
    ['prepare-dataset', call('s3', 'GetObject', { Bucket: 'data', Key: 'quarantine/tiny/a.csv' }), 's3:GetObject'],
    [
      'snapshot-dataset',
      call('s3', 'PutObject', { Bucket: 'ledger', Key: 'models/t/l.json', ObjectLockMode: 'GOVERNANCE' }),
      's3:PutObjectRetention',
    ],
    [
      'train-model',
      call('sagemaker', 'CreateTrainingJob', { TrainingJobName: 'prod-tiny-1' }),
      'training-job/prod-tiny-1',
    ],
    [
      'train-model',
      call('sagemaker', 'CreateTrainingJob', {
        TrainingJobName: 'dev-t',
        RoleArn: 'arn:aws:iam::000000000000:role/admin',
      }),
      'iam:PassRole',
    ],
    [
      'confirm-release',
      call('sagemaker', 'UpdateModelPackage', {
        ModelPackageArn: 'arn:aws:sagemaker:us-east-1:000000000000:model-package/dev-tiny/1',
        ModelApprovalStatus: 'Approved',
      }),
      'UpdateModelPackage',
    ],
    [
      'register-candidate',
      call('sagemaker', 'CreateModelPackage', { ModelPackageGroupName: 'dev-tiny', ModelApprovalStatus: 'Approved' }),
      'CreateModelPackage',
    ],
    [
      'register-candidate',
      call('s3', 'PutObject', { Bucket: 'ledger', Key: 'models/tiny/anchor.json' }),
      's3:PutObject on arn:aws:s3:::ledger/models/tiny/anchor.json',
    ],
    [
      'resume-job',
      call('sfn', 'StartExecution', {
        stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:andon-dev-retrain',
      }),
      'states:StartExecution',
    ],
    [
      'validate-dataset',
      call('s3', 'CopyObject', { Bucket: 'data', Key: 'landing/tiny/b.csv', CopySource: 'data/landing/tiny/a.csv' }),
      's3:PutObject',
    ],
  ])('deny %s what it does not', (name, point, denied) => {
    expect(deniedBy(name, point)).toContain(denied);
  });
});
