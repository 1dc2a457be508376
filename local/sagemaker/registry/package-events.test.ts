import { describe, expect, it } from 'vitest';
import { ARN, create, GROUP, update, version, withGroup } from '../testing/registry-cloud.ts';

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
