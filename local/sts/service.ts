import type { Call, CreateService } from '../cloud.ts';

/** AWS STS: who the caller is. Every access key is the account's own user of that name. */
export const createSts: CreateService = ({ account }) => ({
  id: 'sts',
  operations: {
    GetCallerIdentity: (_input: object, { caller }: Call) => ({
      Account: account,
      UserId: caller,
      Arn: `arn:aws:iam::${account}:user/${caller}`,
    }),
  },
});
