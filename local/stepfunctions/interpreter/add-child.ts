import type { Json } from '../json.ts';
import type { Frame } from './frame.ts';
import type { Visit } from './visit.ts';

export interface Child {
  readonly index: number;
  readonly input: Json;
  readonly group: string;
  /** The event its first one follows. */
  readonly previous: number;
  readonly item?: Json;
}

/** Starts a branch or an iteration below a frame. */
export function addChild(visit: Visit, { index, input, group, previous, item }: Child): Frame {
  const { run, turn } = visit;
  const id = ++run.execution.lastFrame;
  turn.saveExecution(run.execution);
  const frame: Frame = {
    key: `${run.execution.number}/${id}`,
    execution: run.execution.arn,
    id,
    parent: visit.frame.id,
    index,
    group,
    ...(item !== undefined && { item }),
    status: 'running',
    state: run.program.groups.get(group)?.startAt ?? '',
    entered: false,
    input,
    variables: {},
    previousEvent: previous,
    enteredEvent: 0,
    enteredAt: visit.now,
    attempts: [],
    retryCount: 0,
    wait: undefined,
  };
  run.add(frame);
  turn.ready(run, frame);
  return frame;
}
