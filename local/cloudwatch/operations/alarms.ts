import type {
  DeleteAlarmsInput,
  EnableAlarmActionsInput,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import type { Cloud, Operation } from '../../cloud.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { checkActions } from '../alarms/alarm-actions.ts';
import type { AlarmStore } from '../alarms/alarm-store.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import { parseCompositeRule } from '../alarms/composite-rule.ts';
import type { AlarmState } from '../alarms/evaluate-alarm.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { checkMetricAlarm, invalid } from './check-alarm.ts';

export interface AlarmTools {
  readonly cloud: Cloud;
  readonly metrics: MetricStore;
  readonly alarms: AlarmStore;
  readonly watch: AlarmWatch;
}

export function alarmOperations({ cloud, metrics, alarms, watch }: AlarmTools): Record<string, Operation> {
  const enable = (names: readonly string[] = [], ActionsEnabled: boolean) => {
    for (const name of names) {
      const alarm = alarms.find(name);
      if (alarm === undefined) continue;
      alarms.replace({ ...alarm, configuration: { ...alarm.configuration, ActionsEnabled } } as Alarm);
    }
    return {};
  };

  return {
    PutMetricAlarm(input: PutMetricAlarmInput) {
      checkMetricAlarm(metrics, input);
      const alarm = alarms.configure(input.AlarmName ?? '', { kind: 'metric', configuration: input });
      if (alarm.kind === 'metric') watch.watch(alarm);
      return {};
    },

    PutCompositeAlarm(input: PutCompositeAlarmInput) {
      const { AlarmName = '', AlarmRule = '', AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = input;
      const rule = parseCompositeRule(AlarmRule);
      const missing = rule.alarms.find((name) => alarms.find(name) === undefined);
      if (missing !== undefined) throw invalid(`Could not find alarm ${missing} of the AlarmRule.`);
      checkActions([...AlarmActions, ...OKActions, ...InsufficientDataActions]);
      watch.forget(AlarmName);
      alarms.configure(AlarmName, { kind: 'composite', configuration: input });
      return {};
    },

    SetAlarmState({ AlarmName = '', StateValue, StateReason = '', StateReasonData }: SetAlarmStateInput) {
      alarms.get(AlarmName);
      const at = cloud.clock.now();
      const data = StateReasonData === undefined ? {} : { reasonData: StateReasonData };
      alarms.report(AlarmName, { value: StateValue as AlarmState, reason: StateReason, ...data, at });
      watch.reconsider(AlarmName);
      return {};
    },

    DeleteAlarms({ AlarmNames = [] }: DeleteAlarmsInput) {
      for (const name of AlarmNames) {
        const alarm = alarms.get(name);
        watch.forget(name);
        alarms.delete(name);
        const summary = `Alarm "${name}" deleted`;
        alarms.history.add(alarm, { type: 'ConfigurationUpdate', summary, data: { type: 'Delete' } });
      }
      return {};
    },

    EnableAlarmActions: ({ AlarmNames }: EnableAlarmActionsInput) => enable(AlarmNames, true),
    DisableAlarmActions: ({ AlarmNames }: EnableAlarmActionsInput) => enable(AlarmNames, false),
  };
}
