import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { ExecutionDetail, Executions } from '../../ops/adapters/executions.ts';

/** Executions in memory, the latest added first in a list. */
export interface FakeExecutions extends Executions {
  readonly add: (
    stateMachineArn: string,
    execution: Partial<ExecutionDetail> & { readonly name: string },
    history?: readonly HistoryEvent[],
  ) => ExecutionDetail;
  readonly redriven: { readonly arn: string; readonly clientToken: string }[];
  /** What RedriveExecution refuses with, if it does. */
  refusal: string | undefined;
}

export function fakeExecutions(): FakeExecutions {
  const kept = new Map<string, ExecutionDetail>();
  const histories = new Map<string, readonly HistoryEvent[]>();
  const prefixOf = (stateMachineArn: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:`;
  const fake: FakeExecutions = {
    redriven: [],
    refusal: undefined,
    add(stateMachineArn, execution, history = []) {
      const arn = `${prefixOf(stateMachineArn)}${execution.name}`;
      const failed = ['FAILED', 'ABORTED', 'TIMED_OUT'].includes(execution.status ?? '');
      const added: ExecutionDetail = {
        arn,
        status: 'RUNNING',
        startedAt: '2026-03-01T00:00:00.000Z',
        redriveCount: 0,
        redrivable: failed,
        input: {},
        ...execution,
      };
      kept.set(arn, added);
      histories.set(arn, history);
      return added;
    },
    async *list(stateMachineArn, status) {
      for (const execution of [...kept.values()].toReversed()) {
        const listed = execution.arn.startsWith(prefixOf(stateMachineArn));
        if (listed && (status === undefined || status === execution.status)) yield execution;
      }
    },
    describe: async (arn) => kept.get(arn),
    history: async (arn) => histories.get(arn) ?? [],
    async redrive(arn, clientToken) {
      if (fake.refusal !== undefined) return { outcome: 'refused', reason: fake.refusal };
      fake.redriven.push({ arn, clientToken });
      return { outcome: 'redriven', at: '2026-03-02T00:00:00.000Z' };
    },
  };
  return fake;
}

/** One step of a history to be written: a state entered, left, or an event of another kind. */
export type HistoryStep =
  | {
      readonly enter: string;
      readonly type?: 'Task' | 'Choice' | 'Wait' | 'Map' | 'Fail' | 'Succeed';
      readonly input?: object;
    }
  | {
      readonly exit: string;
      readonly type?: 'Task' | 'Choice' | 'Wait' | 'Map' | 'Fail' | 'Succeed';
      readonly output?: object;
    }
  | { readonly event: HistoryEventType; readonly after?: number };

/** A history of one path, a minute between events; `after` names another event as the one before. */
export function historyOf(steps: readonly HistoryStep[], start = '2026-03-01T00:00:00Z'): HistoryEvent[] {
  const events: HistoryEvent[] = [{ id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: new Date(start) }];
  for (const step of steps) {
    const id = events.length + 1;
    const previousEventId = 'event' in step && step.after !== undefined ? step.after : id - 1;
    const common = { id, previousEventId, timestamp: new Date(Date.parse(start) + (id - 1) * 60_000) };
    if ('enter' in step) {
      const type = `${step.type ?? 'Task'}StateEntered` as HistoryEventType;
      events.push({
        ...common,
        type,
        stateEnteredEventDetails: { name: step.enter, input: JSON.stringify(step.input ?? {}) },
      });
    } else if ('exit' in step) {
      const type = `${step.type ?? 'Task'}StateExited` as HistoryEventType;
      events.push({
        ...common,
        type,
        stateExitedEventDetails: { name: step.exit, output: JSON.stringify(step.output ?? {}) },
      });
    } else {
      events.push({ ...common, type: step.event });
    }
  }
  return events;
}
