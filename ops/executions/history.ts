import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** A state as an execution went through it; in a loop, all its visits. Times are ISO. */
export interface StageVisits {
  readonly state: string;
  readonly visits: number;
  readonly enteredAt: string;
  /** Of the last visit; absent while the state is in progress, or where the execution failed in it. */
  readonly exitedAt?: string;
  /** Time spent inside, summed over the visits that ended, seconds. */
  readonly seconds: number;
  /** The workflow's data as the last visit left it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Tasks, waits and stops are stages; choices are not worth a line. */
  readonly type: string;
}

interface Visit {
  readonly state: string;
  readonly type: string;
  readonly enteredAt: Date;
  readonly input: string | undefined;
  exitedAt?: Date;
  output?: string | undefined;
}

/** The states of the workflow itself, in the order of their first visit, without those inside a Map. */
export function stagesOf(events: readonly HistoryEvent[]): StageVisits[] {
  const stages = new Map<string, Visit[]>();
  for (const visit of topLevelVisits(events)) {
    stages.set(visit.state, [...(stages.get(visit.state) ?? []), visit]);
  }
  return [...stages].map(([state, visits]) => {
    const [first, last] = [visits[0]!, visits.at(-1)!];
    const seconds = visits.reduce(
      (sum, { enteredAt, exitedAt }) => sum + (exitedAt === undefined ? 0 : (+exitedAt - +enteredAt) / 1000),
      0,
    );
    return {
      state,
      visits: visits.length,
      enteredAt: first.enteredAt.toISOString(),
      ...(last.exitedAt === undefined ? {} : { exitedAt: last.exitedAt.toISOString() }),
      seconds,
      data: members(last.output ?? last.input),
      type: last.type,
    };
  });
}

/** Where an execution ended or stands: the state it entered and did not leave. `stopped` when that is a Fail state, a verdict. */
export function openState(
  events: readonly HistoryEvent[],
): { readonly state: string; readonly kind: 'stopped' | 'failed' } | undefined {
  const open = topLevelVisits(events).findLast(({ exitedAt }) => exitedAt === undefined);
  return open === undefined ? undefined : { state: open.state, kind: open.type === 'Fail' ? 'stopped' : 'failed' };
}

/**
 * State transitions as they are billed: each state entered, in a Map too, and each further attempt of a task by retry or redrive.
 * Source: AWS Step Functions pricing, "a state transition is counted each time a step of your workflow is executed", retries included.
 */
export function stateTransitions(events: readonly HistoryEvent[]): number {
  const count = (matches: (type: string) => boolean) => events.filter(({ type = '' }) => matches(type)).length;
  const scheduled = count((type) => /^(Task|LambdaFunction)Scheduled$/.test(type));
  const tasks = count((type) => type === 'TaskStateEntered');
  return count((type) => type.endsWith('StateEntered')) + Math.max(0, scheduled - tasks);
}

/** US dollars for state transitions of a standard workflow, without the free ones. Source: AWS Step Functions pricing, us-east-1. */
export function transitionsCost(transitions: number): number {
  return (transitions * 0.025) / 1000;
}

function topLevelVisits(events: readonly HistoryEvent[]): Visit[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const nested = new Map<number | undefined, boolean>();
  /** Events name the one before them on their own path, so a path that comes from an iteration's start is inside a Map. */
  const isNested = ({ id, previousEventId, type }: HistoryEvent): boolean => {
    const known = nested.get(id);
    if (known !== undefined) return known;
    const previous = byId.get(previousEventId ?? 0);
    const inside =
      previous === undefined || /^MapState(Succeeded|Failed|Aborted|Exited)$/.test(type ?? '')
        ? false
        : previous.type === 'MapIterationStarted' || isNested(previous);
    nested.set(id, inside);
    return inside;
  };
  const visits: Visit[] = [];
  for (const event of events) {
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, timestamp = new Date(0) } = event;
    const inside = isNested(event);
    if (inside) continue;
    if (entered?.name !== undefined) {
      const type = (event.type ?? '').replace('StateEntered', '');
      visits.push({ state: entered.name, type, enteredAt: timestamp, input: entered.input });
    }
    if (exited?.name !== undefined) {
      const visit = visits.findLast(({ state, exitedAt }) => state === exited.name && exitedAt === undefined);
      if (visit !== undefined) Object.assign(visit, { exitedAt: timestamp, output: exited.output });
    }
  }
  return visits;
}

function members(text: string | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
