import type { Clock } from '../../clock/clock.ts';
import type { Frame, Wait } from './frame.ts';
import type { WaitTimer } from './machinery.ts';
import type { Turn } from './turn.ts';

export const WAIT_TOPIC = 'sfn.wait';
export const EXECUTION_TOPIC = 'sfn.execution';

/** What a timer of {@link WAIT_TOPIC} says when it is due. */
export interface WaitDue {
  readonly execution: string;
  readonly frame: number;
  readonly wait: number;
  readonly purpose: WaitTimer['purpose'];
}

const PURPOSES = ['wait', 'timeout', 'heartbeat'] as const;

export function scheduleWait(clock: Clock, { turn, frame, wait }: Of, { purpose, at, background }: WaitTimer): void {
  const data = { execution: frame.execution, frame: frame.id, wait: wait.id, purpose } satisfies WaitDue;
  const id = timerId(frame, wait, purpose);
  turn.write(() => clock.schedule({ id, at, topic: WAIT_TOPIC, data, background: background ?? false }));
}

export function unscheduleWait(clock: Clock, { turn, frame, wait }: Of): void {
  if (wait.kind === 'call' || wait.kind === 'children' || wait.kind === 'mapRun') return;
  turn.write(() => {
    for (const purpose of PURPOSES) {
      if (wait.kind === 'timer' ? purpose === 'wait' : purpose !== 'wait') clock.cancel(timerId(frame, wait, purpose));
    }
  });
}

export function scheduleExecutionTimeout(clock: Clock, execution: string, at: number): void {
  clock.schedule({ id: `${EXECUTION_TOPIC}/${execution}`, at, topic: EXECUTION_TOPIC, data: { execution } });
}

export function cancelExecutionTimeout(clock: Clock, execution: string): void {
  clock.cancel(`${EXECUTION_TOPIC}/${execution}`);
}

interface Of {
  readonly turn: Turn;
  readonly frame: Frame;
  readonly wait: Wait;
}

function timerId({ key }: Frame, { id }: Wait, purpose: WaitTimer['purpose']): string {
  return `${WAIT_TOPIC}/${key}/${id}/${purpose}`;
}
