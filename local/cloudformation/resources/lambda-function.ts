import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { Cloud } from '../../cloud.ts';
import { number, pick, record, tagMap, text, withNumbers } from '../properties.ts';
import type { MadeResource, Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const CONFIGURATION = [
  'Architectures',
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'Handler',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'Role',
  'Runtime',
  'Timeout',
  'TracingConfig',
];
const NUMBERS = new Set(['MemorySize', 'Timeout', 'Size']);

export const lambdaFunction: ResourceType = {
  createOnly: ['FunctionName', 'PackageType'],
  async create(request) {
    const { cloud, properties } = request;
    const FunctionName = text(properties, 'FunctionName') ?? request.generatedName(64);
    const Tags = tagMap(properties);
    const input = { FunctionName, Code: code(properties), Tags, ...configuration(properties) };
    await cloud.call('lambda', 'CreateFunction', input);
    return finish(request, FunctionName);
  },
  async update(request) {
    const { cloud, physicalId: FunctionName, properties, before } = request;
    const changed = (part: (of: Properties) => unknown) =>
      JSON.stringify(part(properties)) !== JSON.stringify(part(before));
    if (changed(({ Code, Architectures }) => [Code, Architectures])) {
      const architectures = pick(properties, ['Architectures']);
      await cloud.call('lambda', 'UpdateFunctionCode', { FunctionName, ...code(properties), ...architectures });
    }
    if (changed(configuration)) {
      const cleared = { Environment: { Variables: {} }, Layers: [], Description: '' };
      const input = { FunctionName, ...cleared, ...configuration(properties) };
      await cloud.call('lambda', 'UpdateFunctionConfiguration', input);
    }
    return finish(request, FunctionName);
  },
  delete: ({ cloud, physicalId: FunctionName }) => deleteFunction(cloud, { FunctionName }),
};

/** Publishes $LATEST as it is when the resource is made; a changed one is a new logical id. */
export const lambdaVersion: ResourceType = {
  async create({ cloud, properties }) {
    const input = pick(properties, ['FunctionName', 'Description', 'CodeSha256']);
    const published = (await cloud.call('lambda', 'PublishVersion', input)) as FunctionConfiguration;
    const { FunctionArn = '', Version } = published;
    return { physicalId: FunctionArn, attributes: { Version, FunctionArn } };
  },
  delete: ({ cloud, properties, attributes }) =>
    deleteFunction(cloud, { FunctionName: properties.FunctionName, Qualifier: attributes.Version }),
};

async function finish({ cloud, properties }: ResourceRequest, FunctionName: string): Promise<MadeResource> {
  const ReservedConcurrentExecutions = number(properties, 'ReservedConcurrentExecutions');
  if (ReservedConcurrentExecutions === undefined) {
    await cloud.call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  } else await cloud.call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
  const made = await cloud.call('lambda', 'GetFunctionConfiguration', { FunctionName });
  return { physicalId: FunctionName, attributes: { Arn: (made as FunctionConfiguration).FunctionArn } };
}

function deleteFunction(cloud: Cloud, input: object): Promise<void> {
  return callUnlessGone(cloud, { service: 'lambda', operation: 'DeleteFunction', input, gone: /ResourceNotFound/ });
}

function configuration(properties: Properties): Record<string, unknown> {
  const given = withNumbers(pick(properties, CONFIGURATION), NUMBERS) as Record<string, unknown>;
  const variables = record(record(properties, 'Environment') ?? {}, 'Variables');
  if (variables === undefined) return given;
  const Variables = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
  return { ...given, Environment: { Variables } };
}

/** Inline source becomes index.js, as CloudFormation does it. */
function code(properties: Properties): Record<string, unknown> {
  const { ZipFile, ...location } = record(properties, 'Code') ?? {};
  if (typeof ZipFile !== 'string') return location;
  return { ZipFile: zipSync({ 'index.js': strToU8(ZipFile) }) };
}
