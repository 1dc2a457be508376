import type { UserContext } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../cloud.ts';

/** Who created or changed something: the caller's ARN, or the user an access key id stands for. */
export function userContext({ account }: Pick<Cloud, 'account'>, caller: string): UserContext {
  const Arn = caller.startsWith('arn:') ? caller : `arn:aws:iam::${account}:user/${caller}`;
  return { IamIdentity: { Arn, PrincipalId: caller } };
}
