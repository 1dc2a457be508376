import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import type { Clients } from './clients.ts';

/** An execution as it ended, with the data its stages made. */
export interface EndedExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly error: string;
  readonly cause: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Each state's visit in order, virtual ms. */
  readonly visits: readonly Visit[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Number of its events so far. */
  readonly events: number;
}

export interface Visit {
  readonly state: string;
  readonly enteredAt: number;
  readonly exitedAt: number;
}

export interface Follower {
  /** Events told before, of an execution that was replayed. */
  readonly known?: number;
  /** A state was left, with the data as it stands. */
  readonly onState?: (state: string, data: Readonly<Record<string, unknown>>) => void;
  /** The execution came to this state. */
  readonly onProgress?: (state: string) => void;
  /** The execution has not ended yet. */
  readonly onRunning?: () => Promise<void>;
  /** Virtual time of the event about to be told, ms. */
  readonly onTime?: (at: number) => void;
}

/** Real milliseconds between two looks: the embedded clock jumps, so a look costs more than the wait saves. */
const LOOK_EVERY = 120;

/** Which execution of a machine is meant: the oldest that started at or after `since` and was not met before. */
export interface Sought {
  readonly stateMachineArn: string;
  /** Virtual ms. */
  readonly since: number;
  readonly met: ReadonlySet<string>;
}

export async function findExecution(
  { sfn }: Clients,
  { stateMachineArn, since, met }: Sought,
): Promise<string | undefined> {
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
  return executions
    ?.filter(({ executionArn = '', startDate }) => (startDate?.getTime() ?? 0) >= since && !met.has(executionArn))
    .sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0))
    .at(0)?.executionArn;
}

/** Waits for an execution to be started. @throws Error after `patience` real ms */
export async function nextExecution(clients: Clients, sought: Sought, patience = 20_000): Promise<string> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const found = await findExecution(clients, sought);
    if (found !== undefined) return found;
    await look();
  }
  throw new Error(
    `No execution of ${sought.stateMachineArn.split(':').at(-1)} was started within ${patience / 1000} s.`,
  );
}

/** Follows an execution to its end. */
export async function followExecution(clients: Clients, arn: string, follower: Follower = {}): Promise<EndedExecution> {
  const events: HistoryEvent[] = [];
  let told = follower.known ?? 0;
  for (;;) {
    const description = await clients.sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    events.splice(0, events.length, ...(await history(clients, arn)));
    for (const event of events.slice(told)) tell(event, follower);
    told = events.length;
    if (description.status !== 'RUNNING' && description.status !== 'PENDING_REDRIVE') {
      return {
        arn,
        name: description.name ?? '',
        status: description.status ?? '',
        error: description.error ?? '',
        cause: description.cause ?? '',
        data: lastData(events),
        visits: visitsOf(events),
        startedAt: description.startDate?.getTime() ?? 0,
        endedAt: description.stopDate?.getTime() ?? 0,
        events: events.length,
      };
    }
    await follower.onRunning?.();
    await look();
  }
}

async function history({ sfn }: Clients, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

function tell(event: HistoryEvent, { onState, onProgress, onTime }: Follower): void {
  if (event.timestamp !== undefined) onTime?.(event.timestamp.getTime());
  if (event.stateEnteredEventDetails?.name !== undefined) onProgress?.(event.stateEnteredEventDetails.name);
  const exited = event.stateExitedEventDetails;
  if (exited?.name !== undefined) onState?.(exited.name, asData(exited.output));
}

function lastData(events: readonly HistoryEvent[]): Readonly<Record<string, unknown>> {
  const last = events.findLast(({ stateEnteredEventDetails, stateExitedEventDetails }) => {
    const text = stateExitedEventDetails?.output ?? stateEnteredEventDetails?.input;
    return text !== undefined && 'model' in asData(text) && !('holdout' in asData(text));
  });
  return asData(last?.stateExitedEventDetails?.output ?? last?.stateEnteredEventDetails?.input);
}

function visitsOf(events: readonly HistoryEvent[]): Visit[] {
  const open = new Map<string, number>();
  const visits: Visit[] = [];
  for (const event of events) {
    const at = event.timestamp?.getTime() ?? 0;
    const entered = event.stateEnteredEventDetails?.name;
    const exited = event.stateExitedEventDetails?.name;
    if (entered !== undefined) open.set(entered, at);
    if (exited !== undefined) visits.push({ state: exited, enteredAt: open.get(exited) ?? at, exitedAt: at });
  }
  return visits;
}

function asData(text: string | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = text === undefined ? {} : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function look(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
}
