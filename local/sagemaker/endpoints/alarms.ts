import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud.ts';
import { validationError } from '../validation.ts';

/** @throws ValidationException when one of the alarms does not exist */
export async function requireAlarms(cloud: Cloud, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const states = await alarmStates(cloud, names);
  const missing = names.filter((name) => !states.has(name));
  if (missing.length === 0) return;
  throw validationError(`The CloudWatch alarms of AutoRollbackConfiguration do not exist: ${missing.join(', ')}.`);
}

/**
 * Whether any of the alarms is in ALARM now. An alarm deleted meanwhile is not, and neither is one CloudWatch gives no
 * answer about: the next look asks again.
 */
export async function anyInAlarm(cloud: Cloud, names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return false;
  try {
    return [...(await alarmStates(cloud, names)).values()].includes('ALARM');
  } catch {
    return false;
  }
}

async function alarmStates(cloud: Cloud, names: readonly string[]): Promise<Map<string, string>> {
  const output = (await cloud.call('cloudwatch', 'DescribeAlarms', {
    AlarmNames: [...names],
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    MaxRecords: 100,
  })) as DescribeAlarmsOutput;
  const alarms = [...(output.MetricAlarms ?? []), ...(output.CompositeAlarms ?? [])];
  return new Map(alarms.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
}
