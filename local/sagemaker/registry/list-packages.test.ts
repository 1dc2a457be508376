import type { BatchDescribeModelPackageOutput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { ARN, create, GROUP, list, withGroup } from '../testing/registry-cloud.ts';

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
