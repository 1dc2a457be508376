import { number, pick, record, requiredText, text } from '../properties.ts';
import type { ExistingResource, ResourceRequest, ResourceType } from '../resource-type.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const GONE = /ResourceNotFound/;

export const lambdaAlias: ResourceType = {
  createOnly: ['FunctionName', 'Name'],
  async create({ cloud, properties }) {
    const input = pick(properties, ['FunctionName', 'Name', 'FunctionVersion', 'Description']);
    const { AliasArn } = (await cloud.call('lambda', 'CreateAlias', input)) as { AliasArn: string };
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
  async update({ cloud, properties, physicalId, attributes }) {
    const input = pick(properties, ['FunctionName', 'Name', 'FunctionVersion', 'Description']);
    await cloud.call('lambda', 'UpdateAlias', input);
    return { physicalId, attributes };
  },
  delete: ({ cloud, properties }) => {
    const input = pick(properties, ['FunctionName', 'Name']);
    return callUnlessGone(cloud, { service: 'lambda', operation: 'DeleteAlias', input, gone: GONE });
  },
};

export const lambdaPermission: ResourceType = {
  async create(request) {
    const { cloud, properties } = request;
    const StatementId = request.generatedName(100);
    const given = pick(properties, ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount']);
    await cloud.call('lambda', 'AddPermission', { ...given, StatementId });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  delete: ({ cloud, properties, physicalId: StatementId }) => {
    const input = { FunctionName: requiredText(properties, 'FunctionName'), StatementId };
    return callUnlessGone(cloud, { service: 'lambda', operation: 'RemovePermission', input, gone: GONE });
  },
};

export const lambdaEventInvokeConfig: ResourceType = {
  createOnly: ['FunctionName', 'Qualifier'],
  create: putEventInvokeConfig,
  update: putEventInvokeConfig,
  delete: ({ cloud, properties }: ExistingResource) => {
    const input = pick(properties, ['FunctionName', 'Qualifier']);
    const operation = 'DeleteFunctionEventInvokeConfig';
    return callUnlessGone(cloud, { service: 'lambda', operation, input, gone: GONE });
  },
};

/** A record: functions find what a layer carries in the project's node_modules. */
export const lambdaLayerVersion: ResourceType = {
  async create(request) {
    const { cloud, properties } = request;
    const LayerName = text(properties, 'LayerName') ?? request.generatedName(140);
    const given = pick(properties, ['Description', 'CompatibleRuntimes', 'CompatibleArchitectures']);
    const input = { LayerName, ...given, Content: record(properties, 'Content') ?? {} };
    const answer = (await cloud.call('lambda', 'PublishLayerVersion', input)) as { LayerVersionArn: string };
    return { physicalId: answer.LayerVersionArn, attributes: { LayerVersionArn: answer.LayerVersionArn } };
  },
  async delete({ cloud, physicalId }) {
    const [LayerName, version] = physicalId.split(':').slice(-2);
    await cloud.call('lambda', 'DeleteLayerVersion', { LayerName, VersionNumber: Number(version) });
  },
};

async function putEventInvokeConfig({ cloud, properties, stackName, logicalId }: ResourceRequest) {
  const MaximumRetryAttempts = number(properties, 'MaximumRetryAttempts');
  const MaximumEventAgeInSeconds = number(properties, 'MaximumEventAgeInSeconds');
  await cloud.call('lambda', 'PutFunctionEventInvokeConfig', {
    ...pick(properties, ['FunctionName', 'Qualifier', 'DestinationConfig']),
    ...(MaximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds }),
  });
  return { physicalId: `${stackName}-${logicalId}`, attributes: {} };
}
