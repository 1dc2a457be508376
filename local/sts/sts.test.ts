import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { createServedCloud } from '../testing/served-cloud.ts';
import { createSts } from './service.ts';

describe('STS', () => {
  it('says who the caller is', async () => {
    await using cloud = await createServedCloud({ services: [createSts] });
    const sts = new STSClient(cloud.client);
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
      UserId: 'tester',
      Arn: 'arn:aws:iam::000000000000:user/tester',
    });
  });

  it('refuses the rest by name', async () => {
    await using cloud = await createServedCloud({ services: [createSts] });
    const command = new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::0:role/r', RoleSessionName: 's' });
    const assume = new STSClient(cloud.client).send(command);
    await expect(assume).rejects.toThrow('The embedded AWS does not implement sts:AssumeRole.');
  });
});
