import type { Cloud } from './cloud.ts';

/** Builds an ARN in the cloud's account and region: arn(cloud, 'sqs', 'my-queue'). */
export function arn({ account, region }: Pick<Cloud, 'account' | 'region'>, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
