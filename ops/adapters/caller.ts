import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

/** The ARN that audit records name as the actor: whose credentials these are. */
export async function callerArn(client: STSClient): Promise<string> {
  const { Arn, UserId } = await client.send(new GetCallerIdentityCommand());
  return Arn ?? UserId ?? 'unknown';
}
