import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import type { Turn } from './turn.ts';

/** The frame of the machine itself, or of a distributed Map's item processor, ready at its first state. */
export function addRoot(run: Run, turn: Turn): Frame {
  const { execution, program } = run;
  const id = ++execution.lastFrame;
  const group = execution.mapRun?.group ?? '';
  const frame: Frame = {
    key: `${execution.number}/${id}`,
    execution: execution.arn,
    id,
    parent: undefined,
    index: 0,
    group,
    status: 'running',
    state: program.groups.get(group)?.startAt ?? '',
    entered: false,
    input: run.input,
    variables: {},
    // Recorded on AWS: the first state's event names 0, not ExecutionStarted, as its previous.
    previousEvent: 0,
    enteredEvent: 0,
    enteredAt: turn.now,
    attempts: [],
    retryCount: 0,
    wait: undefined,
  };
  run.add(frame);
  turn.saveExecution(execution);
  turn.ready(run, frame);
  return frame;
}
