import { number, tagMap, text } from '../properties.ts';
import type { ExistingResource, ResourceRequest, ResourceType } from '../resource-type.ts';
import { callUnlessGone } from '../tolerant-call.ts';

export const logsLogGroup: ResourceType = {
  createOnly: ['LogGroupName'],
  async create(request) {
    const { cloud, properties } = request;
    const logGroupName = text(properties, 'LogGroupName') ?? request.generatedName(512);
    await cloud.call('logs', 'CreateLogGroup', { logGroupName, tags: tagMap(properties) });
    return retain(request, logGroupName);
  },
  update: (request) => retain(request, request.physicalId),
  delete: ({ cloud, physicalId: logGroupName }: ExistingResource) => {
    const input = { logGroupName };
    return callUnlessGone(cloud, { service: 'logs', operation: 'DeleteLogGroup', input, gone: /ResourceNotFound/ });
  },
};

async function retain({ cloud, properties }: ResourceRequest, logGroupName: string) {
  const retentionInDays = number(properties, 'RetentionInDays');
  if (retentionInDays === undefined) await cloud.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  else await cloud.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
  const Arn = `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${logGroupName}:*`;
  return { physicalId: logGroupName, attributes: { Arn } };
}
