import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ANDON_NAMESPACE, JUDGE_ALIVE_METRIC, KILL_SWITCH_METRIC } from '#domain/release-plan/alarms.ts';
import type { CountedSeries } from '#domain/release-plan/counted-series.ts';
import type { MeasuredTraffic } from '#domain/release-plan/measured-metrics.ts';
import { clientConfiguration } from './clients.ts';
import { readTraffic, type TimeRange } from './counted-traffic.ts';
import { dimensionList } from './deployment-alarms.ts';

/** What fleets answered, and the two metrics by which a deployment's alarms are driven. */
export interface DeploymentMetrics {
  /** Each series by minute, for the minutes that had any requests, in the order asked for. */
  traffic(series: readonly CountedSeries[], range: TimeRange): Promise<readonly MeasuredTraffic[]>;
  /** Says that the deployment of a config is watched. */
  reportAlive(configName: string): Promise<void>;
  /** 1 raises the kill switch of a config's deployment, 0 primes it. */
  setKillSwitch(configName: string, value: 0 | 1): Promise<void>;
}

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
    traffic: (series, range) => readTraffic((input) => client.send(new GetMetricDataCommand(input)), series, range),
  };
}
