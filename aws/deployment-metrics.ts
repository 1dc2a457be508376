import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Traffic } from '#domain/judge/settled-minute.ts';
import { ANDON_NAMESPACE, JUDGE_ALIVE_METRIC, KILL_SWITCH_METRIC, VARIANT_NAME } from '#domain/release-plan/alarms.ts';
import type { TrafficByMinute } from '#domain/release-plan/settled-minutes.ts';
import { clientConfiguration } from './clients.ts';
import { dimensionList } from './deployment-alarms.ts';

/** One fleet: what serves an endpoint under one config. */
export interface Fleet {
  readonly endpointName: string;
  readonly configName: string;
}

/** What fleets answered, and the two metrics by which a deployment's alarms are driven. */
export interface DeploymentMetrics {
  /** Requests and failures (4xx and 5xx) by minute, for the minutes that had any. */
  traffic(fleet: Fleet, range: { readonly from: Date; readonly to: Date }): Promise<TrafficByMinute>;
  /** Says that the deployment of a config is watched. */
  reportAlive(configName: string): Promise<void>;
  /** 1 raises the kill switch of a config's deployment, 0 primes it. */
  setKillSwitch(configName: string, value: 0 | 1): Promise<void>;
}

const series = ['Invocations', 'Invocation5XXErrors', 'Invocation4XXErrors'] as const;

/** {@link DeploymentMetrics} on CloudWatch. */
export function cloudWatchDeploymentMetrics(client = new CloudWatchClient(clientConfiguration())): DeploymentMetrics {
  const publish = async (name: string, configName: string, datum: { Value: number; StorageResolution: number }) => {
    const Dimensions = dimensionList({ EndpointConfigName: configName });
    await client.send(
      new PutMetricDataCommand({
        Namespace: ANDON_NAMESPACE,
        MetricData: [{ MetricName: name, Dimensions, Unit: 'None', ...datum }],
      }),
    );
  };
  return {
    // One second of resolution: only then does CloudWatch evaluate the alarm every 10 s.
    setKillSwitch: (configName, Value) => publish(KILL_SWITCH_METRIC, configName, { Value, StorageResolution: 1 }),
    reportAlive: (configName) => publish(JUDGE_ALIVE_METRIC, configName, { Value: 1, StorageResolution: 60 }),
    async traffic(fleet, { from, to }) {
      const minutes = new Map<string, { requests: number; failures: number }>();
      const Dimensions = dimensionList({
        EndpointName: fleet.endpointName,
        VariantName: VARIANT_NAME,
        EndpointConfigName: fleet.configName,
      });
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new GetMetricDataCommand({
            StartTime: from,
            EndTime: to,
            ScanBy: 'TimestampAscending',
            NextToken,
            MetricDataQueries: series.map((MetricName, index) => ({
              Id: `m${index}`,
              MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
            })),
          }),
        );
        for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
          Timestamps.forEach((timestamp, index) => {
            const key = timestamp.toISOString();
            const minute = minutes.get(key) ?? { requests: 0, failures: 0 };
            minutes.set(key, minute);
            if (Id === 'm0') minute.requests += Values[index] ?? 0;
            else minute.failures += Values[index] ?? 0;
          });
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return new Map([...minutes].map(([at, counts]) => [at, bounded(counts)]));
    },
  };
}

/** Counts are whole, and errors that were published before their requests are not yet failures. */
function bounded({ requests, failures }: Traffic): Traffic {
  const whole = Math.round(requests);
  return { requests: whole, failures: Math.min(whole, Math.round(failures)) };
}
