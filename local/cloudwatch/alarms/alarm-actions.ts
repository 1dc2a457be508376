import { type Cloud, ServiceError } from '../../cloud.ts';
import { dimensionList, dimensionRecord } from '../metrics/metric-identity.ts';
import type { Alarm, StateReport } from './alarm.ts';
import { configurationDetail, stateDetail } from './alarm-event.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { awsTimestamp } from './alarm-reason.ts';

const ACTION = /^arn:aws[\w-]*:(sns|lambda):/;

/** @throws ServiceError ValidationError for an action that is neither an SNS topic nor a Lambda function */
export function checkActions(actions: readonly string[] = []): void {
  const unknown = actions.find((action) => !ACTION.test(action));
  if (unknown === undefined) return;
  throw new ServiceError(
    'ValidationError',
    `Invalid action ${unknown}: the embedded AWS notifies SNS topics and Lambda functions.`,
  );
}

/** Tells topics and functions of a state; what fails is in the alarm's history. */
export async function runActions(
  { cloud, history }: { readonly cloud: Cloud; readonly history: AlarmHistory },
  alarm: Alarm,
  previous: StateReport,
): Promise<void> {
  const { ActionsEnabled, AlarmActions, OKActions, InsufficientDataActions } = alarm.configuration;
  if (ActionsEnabled === false) return;
  const byState = { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: InsufficientDataActions };
  for (const action of byState[alarm.state.value] ?? []) {
    const told = (summary: string, error?: string) => {
      const data = { actionState: error === undefined ? 'Succeeded' : 'Failed', notificationResource: action, error };
      history.add(alarm, { type: 'Action', summary, data });
    };
    try {
      if (action.includes(':lambda:'))
        cloud.invokeAsync({ functionArn: action, payload: lambdaPayload(cloud, alarm, previous) });
      else await cloud.call('sns', 'Publish', { TopicArn: action, ...snsMessage(cloud, alarm, previous) });
      told(`Successfully executed action ${action}`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      told(`Failed to execute action ${action}`, error.message);
    }
  }
}

function snsMessage(cloud: Cloud, alarm: Alarm, previous: StateReport): { Subject: string; Message: string } {
  const {
    AlarmDescription = null,
    AlarmActions = [],
    OKActions = [],
    InsufficientDataActions = [],
  } = alarm.configuration;
  const Message = JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription,
    AWSAccountId: cloud.account,
    AlarmConfigurationUpdatedTimestamp: awsTimestamp(alarm.configuredAt),
    NewStateValue: alarm.state.value,
    NewStateReason: alarm.state.reason,
    StateChangeTime: awsTimestamp(alarm.state.at),
    Region: cloud.region,
    AlarmArn: alarm.arn,
    OldStateValue: previous.value,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    ...trigger(alarm),
  });
  // SNS takes subjects of up to 100 characters.
  return { Subject: `${alarm.state.value}: "${alarm.name}" in ${cloud.region}`.slice(0, 100), Message };
}

function trigger(alarm: Alarm): object {
  if (alarm.kind === 'composite') return { AlarmRule: alarm.configuration.AlarmRule };
  const { Dimensions, Metrics, Statistic, ExtendedStatistic, ...rest } = alarm.configuration;
  const { MetricName, Namespace, Period, Unit = null, EvaluationPeriods, ComparisonOperator, Threshold } = rest;
  const common = {
    EvaluationPeriods,
    ComparisonOperator,
    Threshold,
    TreatMissingData: rest.TreatMissingData ?? 'missing',
  };
  if (Metrics !== undefined && Metrics.length > 0) return { Trigger: { ...common, Metrics } };
  const dimensions = dimensionList(dimensionRecord(Dimensions)).map(({ Name, Value }) => ({
    name: Name,
    value: Value,
  }));
  const statistic =
    Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: Statistic.toUpperCase() };
  return { Trigger: { MetricName, Namespace, ...statistic, Unit, Dimensions: dimensions, Period, ...common } };
}

function lambdaPayload(cloud: Cloud, alarm: Alarm, previous: StateReport): Uint8Array {
  const payload = {
    source: 'aws.cloudwatch',
    alarmArn: alarm.arn,
    accountId: cloud.account,
    time: awsTimestamp(alarm.state.at),
    region: cloud.region,
    alarmData: {
      alarmName: alarm.name,
      state: stateDetail(alarm.state),
      previousState: stateDetail(previous),
      configuration: configurationDetail(alarm),
    },
  };
  return Buffer.from(JSON.stringify(payload));
}
