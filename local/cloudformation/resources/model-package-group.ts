import { json, pick, requiredText } from '../properties.ts';
import type { ResourceRequest, ResourceType } from '../resource-type.ts';
import { callIfImplemented, callUnlessGone } from '../tolerant-call.ts';

export const modelPackageGroup: ResourceType = {
  createOnly: ['ModelPackageGroupName', 'ModelPackageGroupDescription'],
  async create(request) {
    const { cloud, properties } = request;
    const names = ['ModelPackageGroupName', 'ModelPackageGroupDescription', 'Tags'];
    const answer = await cloud.call('sagemaker', 'CreateModelPackageGroup', pick(properties, names));
    const { ModelPackageGroupArn } = answer as { ModelPackageGroupArn: string };
    await putPolicy(request);
    return { physicalId: ModelPackageGroupArn, attributes: { ModelPackageGroupArn } };
  },
  async update(request) {
    await putPolicy(request);
    return { physicalId: request.physicalId, attributes: request.attributes };
  },
  delete: ({ cloud, properties }) => {
    const input = pick(properties, ['ModelPackageGroupName']);
    const gone = /does not exist/;
    return callUnlessGone(cloud, { service: 'sagemaker', operation: 'DeleteModelPackageGroup', input, gone });
  },
};

/** Nothing local depends on the policy; the embedded AWS enforces no IAM. */
async function putPolicy({ cloud, properties }: ResourceRequest): Promise<void> {
  const ResourcePolicy = json(properties, 'ModelPackageGroupPolicy');
  if (ResourcePolicy === undefined) return;
  const input = { ModelPackageGroupName: requiredText(properties, 'ModelPackageGroupName'), ResourcePolicy };
  await callIfImplemented(cloud, { service: 'sagemaker', operation: 'PutModelPackageGroupPolicy', input });
}
