import type { Fields } from '../definition/program.ts';
import { bytesOf, isObject, type Json, MAX_PAYLOAD_BYTES } from '../json.ts';
import type { Bindings } from '../query/query.ts';
import { evaluateTemplate } from '../query/template.ts';
import { endFrame } from './end-frame.ts';
import { runtimeError, StateError } from './state-error.ts';
import type { Shown, Visit } from './visit.ts';

export interface Leaving {
  /** The output when the fields give none. */
  readonly output: Json;
  /** What `$states` shows to Output and Assign. */
  readonly shown?: Shown;
  /** A choice rule's or a catcher's own fields; the state's unless said. */
  readonly fields?: Fields;
  /** A choice rule's or a catcher's target; the state's Next unless said. */
  readonly next?: string;
}

/**
 * Leaves a state: evaluates Output and Assign on the values the state was entered with, then goes on to the next state
 * or ends the frame. @throws QueryError, StateError
 */
export async function leave(visit: Visit, { output, shown = {}, fields, next }: Leaving): Promise<void> {
  const { frame, here, turn, run } = visit;
  const { state } = here;
  const { Output, Assign } = fields ?? here.fields;
  const bindings: Bindings = Output === undefined && Assign === undefined ? {} : visit.bindings(shown);
  const result = Output === undefined ? output : await evaluateTemplate(Output, bindings);
  const text = JSON.stringify(result);
  if (bytesOf(text) > MAX_PAYLOAD_BYTES) throw tooLarge(visit);
  const assigned = Assign === undefined ? undefined : await evaluateTemplate(Assign, bindings);
  visit.event(`${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name: frame.state,
      output: text,
      outputDetails: { truncated: false },
      ...(isObject(assigned) && assign(visit, assigned)),
    },
  });
  for (const child of run.children(frame)) removeTree(visit.at(child));
  const target = next ?? state.Next;
  if (target === undefined) return await endFrame(visit, result, text);
  frame.state = target;
  frame.input = result;
  frame.entered = false;
  frame.wait = undefined;
  turn.ready(run, frame);
}

/** Forgets a frame and all below it, and takes back what it waits for. */
export function removeTree(visit: Visit): void {
  for (const child of visit.run.children(visit.frame)) removeTree(visit.at(child));
  if (visit.frame.wait !== undefined) visit.machinery.abandon(visit, visit.frame.wait);
  visit.frame.wait = undefined;
  visit.turn.remove(visit.run, visit.frame);
}

/** Largest value of one variable and of one Assign: 256 KiB. Source: Step Functions service quotas. */
function assign({ frame }: Visit, assigned: Readonly<Record<string, Json | undefined>>): object {
  const texts: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(assigned)) {
    texts[name] = JSON.stringify(value);
    size += bytesOf(texts[name]);
    if (size > MAX_PAYLOAD_BYTES) {
      throw runtimeError(
        `The variables that the state '${frame.state}' assigns exceed the maximum of ${MAX_PAYLOAD_BYTES} bytes.`,
      );
    }
  }
  frame.variables = { ...frame.variables, ...(assigned as Record<string, Json>) };
  return { assignedVariables: texts, assignedVariablesDetails: { truncated: false } };
}

/** A state's own output that is too large ends the execution. Source: recorded on AWS 2024-03-21. */
function tooLarge({ frame }: Visit): StateError {
  const cause = `The state/task '${frame.state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError({ error: 'States.DataLimitExceeded', cause, uncatchable: true });
}
