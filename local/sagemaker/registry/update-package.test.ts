import { describe, expect, it } from 'vitest';
import { create, describePackage, update, withGroup } from '../testing/registry-cloud.ts';

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
