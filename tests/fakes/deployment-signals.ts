import type { AlarmState, DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { Traffic } from '#domain/judge/settled-minute.ts';
import type { AlarmSpec } from '#domain/release-plan/alarms.ts';
import type { CountedSeries } from '#domain/release-plan/counted-series.ts';
import type { MeasuredTraffic } from '#domain/release-plan/measured-metrics.ts';

/** Alarms and metrics in memory. An alarm is OK once it is put; the kill switch follows its metric, others a test sets. */
export interface FakeSignals {
  readonly alarms: DeploymentAlarms & { readonly specs: Map<string, AlarmSpec>; readonly set: Map<string, AlarmState> };
  readonly metrics: DeploymentMetrics & {
    readonly killSwitches: Map<string, (0 | 1)[]>;
    readonly alive: Map<string, number>;
    /** Requests and 5xx answers by config and ISO minute. */
    readonly served: Map<string, Map<string, Traffic>>;
    /** The same of another metric, by config and what counts its failures. Of SageMaker's own, no request fails where none is set. */
    readonly counted: Map<string, Map<string, Traffic>>;
    /** What CloudWatch does about a reading, instead of answering it. */
    fault: ((series: CountedSeries) => MeasuredTraffic | undefined) | undefined;
  };
}

export function fakeSignals(): FakeSignals {
  const specs = new Map<string, AlarmSpec>();
  const set = new Map<string, AlarmState>();
  const killSwitches = new Map<string, (0 | 1)[]>();
  const alive = new Map<string, number>();
  const served = new Map<string, Map<string, Traffic>>();
  const counted = new Map<string, Map<string, Traffic>>();
  const minutesOf = ({ namespace, dimensions, failures }: CountedSeries) => {
    const config = dimensions.EndpointConfigName ?? '';
    const own = counted.get(`${config} ${failures.metric}`);
    if (own !== undefined || namespace !== 'AWS/SageMaker') return own ?? new Map<string, Traffic>();
    const all = served.get(config) ?? new Map<string, Traffic>();
    if (failures.metric === 'Invocation5XXErrors') return all;
    return new Map([...all].map(([at, { requests }]) => [at, { requests, failures: 0 }]));
  };
  return {
    alarms: {
      specs,
      set,
      async put(alarm) {
        specs.set(alarm.name, alarm);
        if (!set.has(alarm.name)) set.set(alarm.name, 'OK');
      },
      states: async (names) => new Map([...set].filter(([name]) => names.includes(name))),
      async delete(names) {
        for (const name of names) {
          specs.delete(name);
          set.delete(name);
        }
      },
      list: async (prefix) => [...set.keys()].filter((name) => name.startsWith(prefix)),
    },
    metrics: {
      killSwitches,
      alive,
      served,
      counted,
      fault: undefined,
      async setKillSwitch(configName, value) {
        killSwitches.set(configName, [...(killSwitches.get(configName) ?? []), value]);
        const alarm = `${configName}-kill-switch`;
        if (value === 1 && set.has(alarm)) set.set(alarm, 'ALARM');
      },
      async reportAlive(configName) {
        alive.set(configName, (alive.get(configName) ?? 0) + 1);
      },
      async traffic(series, { from, to }) {
        return series.map((each) => {
          const inRange = [...minutesOf(each)].filter(([at]) => at >= from.toISOString() && at < to.toISOString());
          return this.fault?.(each) ?? { minutes: new Map(inRange) };
        });
      },
    },
  };
}
