import { flag, text, withNumbers } from '../properties.ts';
import type { Properties, ResourceRequest, ResourceType } from '../resource-type.ts';
import { callUnlessGone } from '../tolerant-call.ts';

const NUMBERS = new Set(['DatapointsToAlarm', 'EvaluationPeriods', 'Period', 'Threshold']);

export const cloudwatchAlarm = alarmType('PutMetricAlarm');
export const cloudwatchCompositeAlarm = alarmType('PutCompositeAlarm');

/** Alarms are declared with the very members of the operation that puts them. */
function alarmType(operation: 'PutMetricAlarm' | 'PutCompositeAlarm'): ResourceType {
  const put = async ({ cloud, properties }: ResourceRequest, AlarmName: string) => {
    const given = withNumbers(withFlags(properties), NUMBERS) as Properties;
    await cloud.call('cloudwatch', operation, { ...given, AlarmName });
    const Arn = `arn:aws:cloudwatch:${cloud.region}:${cloud.account}:alarm:${AlarmName}`;
    return { physicalId: AlarmName, attributes: { Arn } };
  };
  return {
    createOnly: ['AlarmName'],
    create: (request) => put(request, text(request.properties, 'AlarmName') ?? request.generatedName(255)),
    update: (request) => put(request, request.physicalId),
    delete: ({ cloud, physicalId }) => {
      const input = { AlarmNames: [physicalId] };
      const gone = /ResourceNotFound/;
      return callUnlessGone(cloud, { service: 'cloudwatch', operation: 'DeleteAlarms', input, gone });
    },
  };
}

function withFlags(properties: Properties): Properties {
  const enabled = flag(properties, 'ActionsEnabled');
  return enabled === undefined ? properties : { ...properties, ActionsEnabled: enabled };
}
