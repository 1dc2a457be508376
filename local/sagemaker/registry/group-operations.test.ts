import { describe, expect, it } from 'vitest';
import { ARN, create, GROUP, withGroup } from '../testing/registry-cloud.ts';

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
