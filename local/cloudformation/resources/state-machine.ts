import { type Cloud, ServiceError } from '../../cloud.ts';
import { list, lowerCamel, pick, record, requiredText, tagMap, text } from '../properties.ts';
import type { MadeResource, Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { isRecord } from '../template/template.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const GONE = /DoesNotExist|ResourceNotFound/;

export const stateMachine: ResourceType = {
  createOnly: ['StateMachineName', 'StateMachineType'],
  async create(request) {
    const { cloud, properties } = request;
    const name = text(properties, 'StateMachineName') ?? request.generatedName(80);
    const type = text(properties, 'StateMachineType') ?? 'STANDARD';
    const tags = Object.entries(tagMap(properties)).map(([key, value]) => ({ key, value }));
    const input = { name, type, ...(tags.length === 0 ? {} : { tags }), ...settings(properties) };
    const answer = await cloud.call('sfn', 'CreateStateMachine', input);
    return describe(cloud, (answer as { stateMachineArn: string }).stateMachineArn);
  },
  async update({ cloud, physicalId: stateMachineArn, properties }) {
    await cloud.call('sfn', 'UpdateStateMachine', { stateMachineArn, ...settings(properties) });
    return describe(cloud, stateMachineArn);
  },
  delete: ({ cloud, physicalId: stateMachineArn }) => {
    const input = { stateMachineArn };
    return callUnlessGone(cloud, { service: 'sfn', operation: 'DeleteStateMachine', input, gone: GONE });
  },
};

export const stateMachineVersion: ResourceType = {
  async create({ cloud, properties }) {
    const description = text(properties, 'Description');
    const revisionId = text(properties, 'StateMachineRevisionId');
    const answer = await cloud.call('sfn', 'PublishStateMachineVersion', {
      stateMachineArn: requiredText(properties, 'StateMachineArn'),
      ...(description === undefined ? {} : { description }),
      ...(revisionId === undefined ? {} : { revisionId }),
    });
    const Arn = (answer as { stateMachineVersionArn: string }).stateMachineVersionArn;
    return { physicalId: Arn, attributes: { Arn } };
  },
  delete: ({ cloud, physicalId: stateMachineVersionArn }) => {
    const input = { stateMachineVersionArn };
    return callUnlessGone(cloud, { service: 'sfn', operation: 'DeleteStateMachineVersion', input, gone: GONE });
  },
};

export const stateMachineAlias: ResourceType = {
  createOnly: ['Name'],
  async create(request) {
    const { cloud, properties } = request;
    const name = text(properties, 'Name') ?? request.generatedName(80);
    const input = { name, ...pickDescription(properties), routingConfiguration: routing(properties) };
    const answer = await cloud.call('sfn', 'CreateStateMachineAlias', input);
    const Arn = (answer as { stateMachineAliasArn: string }).stateMachineAliasArn;
    return { physicalId: Arn, attributes: { Arn } };
  },
  async update({ cloud, physicalId: stateMachineAliasArn, properties, attributes }) {
    const input = { stateMachineAliasArn, ...pickDescription(properties), routingConfiguration: routing(properties) };
    await cloud.call('sfn', 'UpdateStateMachineAlias', input);
    return { physicalId: stateMachineAliasArn, attributes };
  },
  delete: ({ cloud, physicalId: stateMachineAliasArn }) => {
    const input = { stateMachineAliasArn };
    return callUnlessGone(cloud, { service: 'sfn', operation: 'DeleteStateMachineAlias', input, gone: GONE });
  },
};

async function describe(cloud: Cloud, stateMachineArn: string): Promise<MadeResource> {
  const answer = await cloud.call('sfn', 'DescribeStateMachine', { stateMachineArn });
  const { name, revisionId = 'INITIAL' } = answer as { name: string; revisionId?: string };
  const attributes = { Arn: stateMachineArn, Name: name, StateMachineRevisionId: revisionId };
  return { physicalId: stateMachineArn, attributes };
}

function settings(properties: Properties): object {
  const { LoggingConfiguration, TracingConfiguration } = properties;
  return {
    definition: definition(properties),
    roleArn: requiredText(properties, 'RoleArn'),
    ...(LoggingConfiguration === undefined ? {} : { loggingConfiguration: lowerCamel(LoggingConfiguration) }),
    ...(TracingConfiguration === undefined ? {} : { tracingConfiguration: lowerCamel(TracingConfiguration) }),
  };
}

/** The definition with `${name}` replaced for every name in DefinitionSubstitutions; other `${...}` stay as they are. */
function definition(properties: Properties): string {
  const source = properties.DefinitionString ?? properties.Definition;
  if (source === undefined) {
    throw new ServiceError('ValidationError', 'A state machine needs DefinitionString or Definition.');
  }
  const written = isRecord(source) ? JSON.stringify(source) : String(source);
  const substitutions = record(properties, 'DefinitionSubstitutions') ?? {};
  return written.replace(/\$\{([^}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? String(substitutions[name]) : whole,
  );
}

function routing(properties: Properties): object[] {
  const preference = record(properties, 'DeploymentPreference');
  if (preference !== undefined) {
    const type = text(preference, 'Type');
    if (type !== 'ALL_AT_ONCE') {
      throw new ServiceError('ValidationError', `DeploymentPreference ${type} is not emulated; ALL_AT_ONCE is.`);
    }
    return [{ stateMachineVersionArn: requiredText(preference, 'StateMachineVersionArn'), weight: 100 }];
  }
  return list(properties, 'RoutingConfiguration')
    .filter(isRecord)
    .map((route) => ({
      stateMachineVersionArn: requiredText(route, 'StateMachineVersionArn'),
      weight: Number(requiredText(route, 'Weight')),
    }));
}

function pickDescription(properties: Properties): object {
  return lowerCamel(pick(properties, ['Description'])) as ResourceRequest['properties'];
}
