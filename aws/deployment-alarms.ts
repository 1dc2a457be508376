import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type MetricDataQuery,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmSpec, Measure } from '#domain/release-plan/alarms.ts';
import { clientConfiguration } from './clients.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The alarms of deployments. */
export interface DeploymentAlarms {
  put(alarm: AlarmSpec): Promise<void>;
  /** By name; alarms that do not exist are left out. */
  states(names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
  /** Deletes those that exist. */
  delete(names: readonly string[]): Promise<void>;
  /** Names of the alarms that begin so. */
  list(prefix: string): Promise<readonly string[]>;
}

/** DescribeAlarms and DeleteAlarms take up to 100 names. */
const BATCH = 100;

/** {@link DeploymentAlarms} on CloudWatch. */
export function cloudWatchDeploymentAlarms(client = new CloudWatchClient(clientConfiguration())): DeploymentAlarms {
  return {
    async put(alarm) {
      await client.send(
        new PutMetricAlarmCommand({
          AlarmName: alarm.name,
          AlarmDescription: alarm.description,
          ComparisonOperator: alarm.comparison,
          Threshold: alarm.threshold,
          EvaluationPeriods: alarm.datapoints.of,
          DatapointsToAlarm: alarm.datapoints.breaching,
          TreatMissingData: alarm.missingData,
          ...measured(alarm),
        }),
      );
    },
    async states(names) {
      const { MetricAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: names.slice(0, BATCH), MaxRecords: BATCH }),
      );
      return new Map(MetricAlarms.map(({ AlarmName = '', StateValue }) => [AlarmName, StateValue as AlarmState]));
    },
    async delete(names) {
      if (names.length === 0) return;
      // A name that does not exist is no error by itself, but in a batch it may keep the others from being deleted.
      const { MetricAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: names.slice(0, BATCH), MaxRecords: BATCH }),
      );
      const existing = MetricAlarms.flatMap(({ AlarmName }) => AlarmName ?? []);
      if (existing.length > 0) await client.send(new DeleteAlarmsCommand({ AlarmNames: existing }));
    },
    async list(prefix) {
      const names: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, NextToken }));
        names.push(...(page.MetricAlarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return names;
    },
  };
}

function measured({ measure, periodSeconds }: AlarmSpec) {
  if ('metric' in measure) {
    const { namespace, name, dimensions } = measure.metric;
    return {
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensionList(dimensions),
      Statistic: measure.statistic,
      Period: periodSeconds,
    };
  }
  const queries = Object.entries(measure.measures).map(([Id, measured]) => queryOf(Id, measured, periodSeconds));
  return { Metrics: [{ Id: 'measured', Expression: measure.expression, ReturnData: true }, ...queries] };
}

function queryOf(Id: string, { metric, statistic }: Measure, Period: number): MetricDataQuery {
  const { namespace, name, dimensions } = metric;
  const Metric = { Namespace: namespace, MetricName: name, Dimensions: dimensionList(dimensions) };
  return { Id, MetricStat: { Metric, Period, Stat: statistic }, ReturnData: false };
}

export function dimensionList(dimensions: Readonly<Record<string, string>>) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
