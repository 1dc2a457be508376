import { ServiceError } from '../../cloud.ts';
import { json, list, number, pick, text, withNumbers } from '../properties.ts';
import type { ExistingResource, Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { isRecord } from '../template/template.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const TARGET_NUMBERS = new Set(['MaximumRetryAttempts', 'MaximumEventAgeInSeconds']);
const GONE = /ResourceNotFound/;

export const eventsRule: ResourceType = {
  createOnly: ['Name', 'EventBusName'],
  create: (request) => putRule(request, text(request.properties, 'Name') ?? request.generatedName(64)),
  async update(request) {
    const { cloud, physicalId, properties, before } = request;
    const kept = new Set(targetIds(properties));
    const Ids = targetIds(before).filter((id) => !kept.has(id));
    const made = await putRule(request, physicalId);
    if (Ids.length > 0) await cloud.call('eventbridge', 'RemoveTargets', { Rule: physicalId, ...bus(properties), Ids });
    return made;
  },
  async delete({ cloud, physicalId, properties }) {
    const Ids = targetIds(properties);
    const remove = { Rule: physicalId, ...bus(properties), Ids };
    if (Ids.length > 0) {
      await callUnlessGone(cloud, { service: 'eventbridge', operation: 'RemoveTargets', input: remove, gone: GONE });
    }
    const input = { Name: physicalId, ...bus(properties) };
    await callUnlessGone(cloud, { service: 'eventbridge', operation: 'DeleteRule', input, gone: GONE });
  },
};

export const eventsArchive: ResourceType = {
  createOnly: ['ArchiveName', 'SourceArn'],
  async create(request) {
    const { cloud, properties } = request;
    const ArchiveName = text(properties, 'ArchiveName') ?? request.generatedName(48);
    const input = { ArchiveName, EventSourceArn: properties.SourceArn, ...archiveSettings(properties) };
    const { ArchiveArn } = (await cloud.call('eventbridge', 'CreateArchive', input)) as { ArchiveArn: string };
    return { physicalId: ArchiveName, attributes: { Arn: ArchiveArn, ArchiveName } };
  },
  async update({ cloud, physicalId: ArchiveName, properties, attributes }) {
    await cloud.call('eventbridge', 'UpdateArchive', { ArchiveName, ...archiveSettings(properties) });
    return { physicalId: ArchiveName, attributes };
  },
  delete: ({ cloud, physicalId: ArchiveName }: ExistingResource) => {
    const input = { ArchiveName };
    return callUnlessGone(cloud, { service: 'eventbridge', operation: 'DeleteArchive', input, gone: GONE });
  },
};

async function putRule({ cloud, properties }: ResourceRequest, Name: string) {
  const EventPattern = json(properties, 'EventPattern');
  const answer = await cloud.call('eventbridge', 'PutRule', {
    Name,
    ...pick(properties, ['Description', 'EventBusName', 'RoleArn', 'ScheduleExpression', 'State']),
    ...(EventPattern === undefined ? {} : { EventPattern }),
  });
  const Targets = withNumbers(list(properties, 'Targets'), TARGET_NUMBERS) as readonly unknown[];
  if (Targets.length > 0) {
    const put = await cloud.call('eventbridge', 'PutTargets', { Rule: Name, ...bus(properties), Targets });
    const [failed] = (put as { FailedEntries?: { TargetId: string; ErrorMessage: string }[] }).FailedEntries ?? [];
    if (failed !== undefined) {
      throw new ServiceError('ValidationException', `Target ${failed.TargetId} was refused: ${failed.ErrorMessage}`);
    }
  }
  return { physicalId: Name, attributes: { Arn: (answer as { RuleArn: string }).RuleArn } };
}

function archiveSettings(properties: Properties): object {
  const RetentionDays = number(properties, 'RetentionDays');
  const EventPattern = json(properties, 'EventPattern');
  return {
    ...pick(properties, ['Description']),
    ...(EventPattern === undefined ? {} : { EventPattern }),
    ...(RetentionDays === undefined ? {} : { RetentionDays }),
  };
}

function targetIds(properties: Properties): string[] {
  return list(properties, 'Targets')
    .filter(isRecord)
    .map(({ Id }) => String(Id));
}

function bus(properties: Properties): object {
  return pick(properties, ['EventBusName']);
}
