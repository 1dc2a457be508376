import type { AlarmState, DeploymentAlarms } from '#aws/deployment-alarms.ts';
import type { DeploymentMetrics } from '#aws/deployment-metrics.ts';
import type { Traffic } from '#domain/judge/settled-minute.ts';
import type { AlarmSpec } from '#domain/release-plan/alarms.ts';

/** Alarms and metrics in memory. An alarm is OK once it is put; the kill switch follows its metric, others a test sets. */
export interface FakeSignals {
  readonly alarms: DeploymentAlarms & { readonly specs: Map<string, AlarmSpec>; readonly set: Map<string, AlarmState> };
  readonly metrics: DeploymentMetrics & {
    readonly killSwitches: Map<string, (0 | 1)[]>;
    readonly alive: Map<string, number>;
    /** Traffic by config and ISO minute. */
    readonly served: Map<string, Map<string, Traffic>>;
  };
}

export function fakeSignals(): FakeSignals {
  const specs = new Map<string, AlarmSpec>();
  const set = new Map<string, AlarmState>();
  const killSwitches = new Map<string, (0 | 1)[]>();
  const alive = new Map<string, number>();
  const served = new Map<string, Map<string, Traffic>>();
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
      async setKillSwitch(configName, value) {
        killSwitches.set(configName, [...(killSwitches.get(configName) ?? []), value]);
        const alarm = `${configName}-kill-switch`;
        if (value === 1 && set.has(alarm)) set.set(alarm, 'ALARM');
      },
      async reportAlive(configName) {
        alive.set(configName, (alive.get(configName) ?? 0) + 1);
      },
      async traffic({ configName }, { from, to }) {
        const minutes = served.get(configName) ?? new Map<string, Traffic>();
        return new Map([...minutes].filter(([at]) => at >= from.toISOString() && at < to.toISOString()));
      },
    },
  };
}
